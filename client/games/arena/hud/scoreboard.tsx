/** The scores of all fighters, the best first; with teams one table for each. */
import type { ArenaView, FighterView } from '../arena-view.ts';
import { colourOf, cssColour, TEAM_COLOURS, TEAM_NAMES } from '../colours.ts';
import './scoreboard.css';

export function Scoreboard({ view, me }: { view: ArenaView; me: number | undefined }) {
  const groups =
    view.mode === 'teams'
      ? [0, 1].map((team) => view.fighters.filter((fighter) => fighter.team === team))
      : [view.fighters];
  return (
    <section class="scoreboard" aria-label="Scores" data-many={view.fighters.length > 16}>
      <header class="scoreboard__head">
        <h2>{view.map}</h2>
        <span>
          Round {view.round} · {view.mode === 'teams' ? 'Teams' : 'Free for all'}
        </span>
      </header>
      <div class="scoreboard__groups">
        {groups.map((fighters, team) => (
          <table key={team} class="scoreboard__table">
            <caption class={view.mode === 'teams' ? 'scoreboard__team' : 'unseen'}>
              {view.mode === 'teams' ? (
                <span style={{ '--team': cssColour(TEAM_COLOURS[team === 1 ? 1 : 0]) }}>
                  <i class="arena-shape" data-team={team} aria-hidden="true" />
                  {TEAM_NAMES[team === 1 ? 1 : 0]} · {view.teamScores[team] ?? 0}
                </span>
              ) : (
                'All fighters'
              )}
            </caption>
            <thead>
              <tr>
                <th scope="col">
                  <span class="unseen">Colour</span>
                </th>
                <th scope="col">Name</th>
                <th scope="col">Points</th>
                <th scope="col">Deaths</th>
                <th scope="col">Wins</th>
              </tr>
            </thead>
            <tbody>
              {fighters.map((fighter) => (
                <Row key={fighter.seat} view={view} fighter={fighter} me={me} />
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </section>
  );
}

function Row({ view, fighter, me }: { view: ArenaView; fighter: FighterView; me: number | undefined }) {
  const { seat, name, bot, connected, team, score, deaths, wins, alive } = fighter;
  const colour = cssColour(colourOf(view.mode, seat, team, seat === me));
  return (
    <tr data-mine={seat === me} data-fallen={!alive}>
      <td>
        <span class="unseen">{alive ? '' : 'out'}</span>
        <i class="arena-shape" data-team={view.mode === 'teams' ? team : 0} style={{ '--team': colour }} />
      </td>
      <th scope="row" class="one-line">
        <bdi>{name}</bdi>
        {bot && <small> bot</small>}
        {!connected && <small> away</small>}
      </th>
      <td>{score}</td>
      <td>{deaths}</td>
      <td>{wins}</td>
    </tr>
  );
}
