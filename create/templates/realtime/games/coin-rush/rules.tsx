/** How to play: the button with the question mark shows it. */
export function Rules() {
  return (
    <>
      <p>Run with the arrow keys or W, A, S, D, or hold a finger or the mouse where you want to go.</p>
      <p>You collect what you touch. After a minute, who has the most coins has won.</p>
    </>
  );
}
