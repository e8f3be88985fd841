import '../liars-dice/rules-page.css';

export function Rules() {
  return (
    <div class="rules">
      <p>
        Knock out the others: each knock-out is a point. After three minutes the round is over, and the best stand on
        the podium.
      </p>
      <dl>
        <dt>Blaster</dt>
        <dd>Its bullets take time to arrive: aim ahead of your target. Walls and cover stop them.</dd>
        <dt>Railgun</dt>
        <dd>Hits at once, over cover, and hard. It needs two seconds between shots.</dd>
        <dt>Dash</dt>
        <dd>A leap in the direction you walk. The next one is ready after two seconds.</dd>
        <dt>Pads</dt>
        <dd>A shield absorbs the next hits, a boost makes you faster for a while. Both reappear after a time.</dd>
        <dt>Sudden death</dt>
        <dd>If the lead is shared when time is up, the next knock-out that breaks the tie wins.</dd>
      </dl>
      <table class="rules__keys">
        <caption>By keyboard and mouse</caption>
        <tbody>
          {[
            ['W A S D', 'walk (or the arrows)'],
            ['Mouse', 'aim'],
            ['Left button', 'blaster (or F)'],
            ['Right button', 'railgun (or Q)'],
            ['Space', 'dash (or Shift)'],
            ['Tab', 'scores'],
            ['M', 'sound'],
            ['N', 'network figures'],
          ].map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>On a phone, the left thumb walks; the right one aims, and fires when pushed far out. Gamepads work, too.</p>
    </div>
  );
}
