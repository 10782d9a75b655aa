/** How far a voice note has been played, as players write it: 0:00, 12:30. */
export function formatPosition(positionMs: number): string {
  const seconds = Math.floor(positionMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
