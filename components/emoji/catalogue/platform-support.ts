interface PlatformSupport {
  isSupported: (version: number) => boolean;
  hasFlags: boolean;
}

/** One emoji of each version of the standard, to see whether the platform's font has it. */
type Probes = ReadonlyMap<number, string>;

const KNOWN_TO_ALL = '\u{1f600}';
const A_FLAG = '\u{1f1eb}\u{1f1f7}';
const SIDE_PIXELS = 24;
/** A sequence the font does not know is shown as its parts, side by side. */
const SINGLE_MAX_RATIO = 1.4;
const EVERYTHING: PlatformSupport = { isSupported: () => true, hasFlags: true };

/**
 * What the fonts of this device can show. What they lack would be a box, or several pictures in
 * place of one. Where that cannot be found out, everything counts as supported.
 */
export function detectSupport(probes: Probes): PlatformSupport {
  const canShow = createDetector();
  if (!canShow?.(KNOWN_TO_ALL)) return EVERYTHING;
  const versions = [...probes].sort(([a], [b]) => b - a);
  const newest = versions.find(([, symbol]) => canShow(symbol))?.[0] ?? 0;
  return { isSupported: (version) => version <= newest, hasFlags: canShow(A_FLAG) };
}

/** Draws a symbol: a real emoji has colours and the width of one. */
function createDetector(): ((symbol: string) => boolean) | null {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE_PIXELS;
  canvas.height = SIDE_PIXELS;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.font = `${SIDE_PIXELS * 0.75}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`;
  context.textBaseline = 'top';
  const width = context.measureText(KNOWN_TO_ALL).width;
  return (symbol) => {
    if (context.measureText(symbol).width > width * SINGLE_MAX_RATIO) return false;
    context.clearRect(0, 0, SIDE_PIXELS, SIDE_PIXELS);
    context.fillText(symbol, 0, 0);
    const { data } = context.getImageData(0, 0, SIDE_PIXELS, SIDE_PIXELS);
    return data.some((value, index) => {
      // Red against green and blue of the same pixel: text and boxes are drawn in black alone.
      if (index % 4 !== 0) return false;
      return value !== data[index + 1] || value !== data[index + 2];
    });
  };
}
