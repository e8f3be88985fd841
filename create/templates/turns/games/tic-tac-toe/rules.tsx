/** How to play: the button with the question mark shows it. */
export function Rules() {
  return (
    <>
      <p>Mark cells in turn. Three in a row win: across, down or diagonally.</p>
      <p>Each mark has 20 seconds. Who lets them pass, or leaves, has lost.</p>
    </>
  );
}
