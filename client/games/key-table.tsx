/** The keyboard shortcuts of a game, in its rules. */
export function KeyTable({ title, keys }: { title: string; keys: readonly (readonly [key: string, what: string])[] }) {
  return (
    <table class="rules__keys">
      <caption>{title}</caption>
      <tbody>
        {keys.map(([key, what]) => (
          <tr key={key}>
            <th scope="row">
              <kbd>{key}</kbd>
            </th>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
