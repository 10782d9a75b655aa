/** The first release of each line with the fix of the Brotli decoder. */
const FIXED: readonly (readonly [major: number, minor: number, patch: number])[] = [
  [22, 23, 4],
  [24, 22, 1],
  [26, 12, 1],
];

const FIXED_VERSIONS = FIXED.map((version) => version.join('.')).join(', ');

export const UNPATCHED_NODE_HINT = `The Brotli decoder of this version of Node has a known fault; ${FIXED_VERSIONS} and later do not have it. Parley asks nobody for Brotli, so nothing has to be done at once.`;

/** Whether a version of Node, `v20.19.0` for one, has the security fixes of autumn 2026. */
export function isNodePatched(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, '').split('.').map(Number);
  const fixed = FIXED.find(([line]) => line === major);
  if (!fixed) return major > 26;
  return minor > fixed[1] || (minor === fixed[1] && patch >= fixed[2]);
}
