import { Die } from '../../ui/die.tsx';
import './rules-page.css';

export function Rules() {
  return (
    <div class="rules">
      <p>Everybody shakes five dice under a cup and looks only at their own. Then the bidding goes around the table.</p>
      <dl>
        <dt>Bid</dt>
        <dd>
          “At least this many dice show this face, under all cups together.” <Die face={1} /> is wild and counts as
          every face. Each bid must be higher: more dice of any face, or the same number of a higher face.
        </dd>
        <dt>Challenge</dt>
        <dd>
          Don’t believe it? Anybody may challenge until the next bid. The cups go up. If there are fewer, the bidder
          loses a die; if not, you do.
        </dd>
        <dt>Spot on</dt>
        <dd>
          Think the bid is exactly right? If it is, you win a die back (never more than five). If not, you lose one.
        </dd>
        <dt>Winning</dt>
        <dd>
          Without dice you are out. The last player with dice wins. If you take longer than 30 seconds, the house bids
          for you, as little as possible.
        </dd>
      </dl>
      <table class="rules__keys">
        <caption>By keyboard</caption>
        <tbody>
          {[
            ['↑ ↓', 'more or fewer dice'],
            ['← →', 'face of the bid (or 2–6)'],
            ['Enter', 'bid'],
            ['C', 'challenge'],
            ['S', 'spot on'],
            ['E', 'emotes'],
            ['T', 'chat'],
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
    </div>
  );
}
