/** An image as it came from outside, unchecked: in memory, or in a file that whoever made it removes. */
export type ImageSource = { bytes: Uint8Array } | { path: string };
