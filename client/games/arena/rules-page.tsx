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
        <dd>Its bullets take their time: aim where they will be. Walls stop them, and so does cover.</dd>
        <dt>Railgun</dt>
        <dd>Hits at once, over cover, and hard. Then it needs a second and a half.</dd>
        <dt>Dash</dt>
        <dd>A leap to where you walk. You have another one after two seconds.</dd>
        <dt>Pads</dt>
        <dd>Shields take the next hits for you, a boost makes you faster for a while. They come back after a time.</dd>
        <dt>Sudden death</dt>
        <dd>Do two lead alike at the end, nobody comes back any more, and the next knock-out decides.</dd>
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
            ['N', 'the line’s numbers'],
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
      <p>On a phone the left thumb walks; the right one aims, and fires when it is pushed out. A gamepad does, too.</p>
    </div>
  );
}
