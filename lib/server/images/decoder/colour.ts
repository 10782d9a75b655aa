import type { HeifInfo } from '@/lib/server/images/decoder/heif-boxes';
import type { PngInfo } from '@/lib/server/images/decoder/png-chunks';

/** Rows of three numbers. */
type Matrix = readonly [Row, Row, Row];
type Row = readonly [number, number, number];
type Curve = (value: number) => number;

/** How a picture's numbers become light, where it says so by numbers and not by an ICC profile. */
export interface CodedColour {
  /** From linear light of the picture's primaries to linear light of sRGB. */
  toSrgb: Matrix | null;
  transfer: 'curve' | 'pq' | 'hlg';
  /** For `curve`: from a value of 0 to 1 to linear light. */
  linearize: Curve;
  /** For `pq`: cd/m2 that become the brightest white. */
  maxLuminance: number;
}

interface Primaries {
  white: readonly [number, number];
  red: readonly [number, number];
  green: readonly [number, number];
  blue: readonly [number, number];
}

const D65 = [0.3127, 0.329] as const;

/** By their numbers in ITU-T H.273; white is D65 as in browsers, also where the standard has DCI's. */
const PRIMARIES: Record<number, Primaries> = {
  5: { white: D65, red: [0.64, 0.33], green: [0.29, 0.6], blue: [0.15, 0.06] },
  6: { white: D65, red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07] },
  7: { white: D65, red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07] },
  9: { white: D65, red: [0.708, 0.292], green: [0.17, 0.797], blue: [0.131, 0.046] },
  11: { white: D65, red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06] },
  12: { white: D65, red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06] },
};
const SRGB: Primaries = { white: D65, red: [0.64, 0.33], green: [0.3, 0.6], blue: [0.15, 0.06] };

const PQ = 16;
const HLG = 18;
/** The light of paper white in a picture of high dynamic range: ITU-R BT.2408. */
const REFERENCE_WHITE = 203;
/** Taken for a picture that does not say how bright it gets, as Chromium does. */
const DEFAULT_MAX_LUMINANCE = 1000;

function multiply(a: Matrix, b: Matrix): Matrix {
  const row = ([x, y, z]: Row): Row => [
    x * b[0][0] + y * b[1][0] + z * b[2][0],
    x * b[0][1] + y * b[1][1] + z * b[2][1],
    x * b[0][2] + y * b[1][2] + z * b[2][2],
  ];
  return [row(a[0]), row(a[1]), row(a[2])];
}

const apply = ([a, b, c]: Matrix, [x, y, z]: Row): Row => [
  a[0] * x + a[1] * y + a[2] * z,
  b[0] * x + b[1] * y + b[2] * z,
  c[0] * x + c[1] * y + c[2] * z,
];

function invert([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const part = (value: number) => value / determinant;
  return [
    [part(e * i - f * h), part(c * h - b * i), part(b * f - c * e)],
    [part(f * g - d * i), part(a * i - c * g), part(c * d - a * f)],
    [part(d * h - e * g), part(b * g - a * h), part(a * e - b * d)],
  ];
}

const diagonal = ([x, y, z]: Row): Matrix => [
  [x, 0, 0],
  [0, y, 0],
  [0, 0, z],
];

const toXyz = ([x, y]: readonly [number, number]): Row => [x / y, 1, (1 - x - y) / y];

/** Bradford's cone responses, in which one white is turned into another. */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

function rgbToXyz({ white, red, green, blue }: Primaries): Matrix {
  const [r, g, b] = [toXyz(red), toXyz(green), toXyz(blue)];
  const columns: Matrix = [
    [r[0], g[0], b[0]],
    [r[1], g[1], b[1]],
    [r[2], g[2], b[2]],
  ];
  return multiply(columns, diagonal(apply(invert(columns), toXyz(white))));
}

function matrixBetween(from: Primaries, to: Primaries): Matrix {
  const source = apply(BRADFORD, toXyz(from.white));
  const target = apply(BRADFORD, toXyz(to.white));
  const scale = diagonal([target[0] / source[0], target[1] / source[1], target[2] / source[2]]);
  const adapt = multiply(invert(BRADFORD), multiply(scale, BRADFORD));
  return multiply(invert(rgbToXyz(to)), multiply(adapt, rgbToXyz(from)));
}

const srgbToLinear: Curve = (value) =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const linearToSrgb: Curve = (value) =>
  value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
const bt709ToLinear: Curve = (value) =>
  value < 0.081 ? value / 4.5 : ((value + 0.099) / 1.099) ** (1 / 0.45);
const power =
  (exponent: number): Curve =>
  (value) =>
    value ** exponent;

/** SMPTE ST 2084, in cd/m2. */
function pqToLuminance(value: number): number {
  const root = value ** (1 / 78.84375);
  const base = Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root);
  return 10_000 * base ** (1 / 0.1593017578125);
}

/** ITU-R BT.2100, scene light from 0 to 1. */
function hlgToScene(value: number): number {
  if (value <= 0.5) return value ** 2 / 3;
  return (Math.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12;
}

function codedColour(
  { primaries, transfer }: { primaries: number; transfer: number },
  maxLuminance: number | null,
  curves: Record<number, Curve>,
): CodedColour | null {
  const isBright = transfer === PQ || transfer === HLG;
  const from = PRIMARIES[primaries];
  const linearize = curves[transfer] ?? srgbToLinear;
  if (!from && !isBright && linearize === srgbToLinear) return null;
  return {
    toSrgb: from ? matrixBetween(from, SRGB) : null,
    transfer: transfer === PQ ? 'pq' : transfer === HLG ? 'hlg' : 'curve',
    linearize,
    maxLuminance: (transfer === PQ && maxLuminance) || DEFAULT_MAX_LUMINANCE,
  };
}

const GAMMAS: Record<number, Curve> = { 4: power(2.2), 5: power(2.8), 8: (value) => value };
/** Browsers take the curves of video (1, 6, 14, 15) for sRGB's in an AVIF or HEIC, not in a PNG. */
const PNG_CURVES: Record<number, Curve> = {
  ...GAMMAS,
  1: bt709ToLinear,
  6: bt709ToLinear,
  14: bt709ToLinear,
  15: bt709ToLinear,
};

/** The colours of an AVIF or HEIC that are not sRGB's own; null where they are, or a profile has them. */
export function heifColour({ icc, nclx, maxLuminance }: HeifInfo): CodedColour | null {
  return icc || !nclx ? null : codedColour(nclx, maxLuminance, GAMMAS);
}

/** A gamma this near to 1/2.2 is what every program writes for sRGB. */
const USUAL_GAMMA = 45_455;
const USUAL_GAMMA_TOLERANCE = 100;

/** The same for a PNG: by `cICP`, else a profile, else `sRGB`, else `gAMA` with or without `cHRM`. */
export function pngColour(info: PngInfo): CodedColour | null {
  const { cicp, hasIcc, isSrgb, gamma, chromaticities, maxLuminance } = info;
  if (cicp) return codedColour(cicp, maxLuminance, PNG_CURVES);
  if (hasIcc || isSrgb || !gamma) return null;
  const isUsual = Math.abs(gamma - USUAL_GAMMA) <= USUAL_GAMMA_TOLERANCE;
  if (isUsual && !chromaticities) return null;
  const [wx = 0, wy = 0, rx = 0, ry = 0, gx = 0, gy = 0, bx = 0, by = 0] = chromaticities ?? [];
  const isPossible = [wy, ry, gy, by].every((y) => y > 0);
  return {
    toSrgb: isPossible
      ? matrixBetween({ white: [wx, wy], red: [rx, ry], green: [gx, gy], blue: [bx, by] }, SRGB)
      : null,
    transfer: 'curve',
    linearize: power(100_000 / gamma),
    maxLuminance: DEFAULT_MAX_LUMINANCE,
  };
}

/**
 * The factor for light of a given strength (1: paper white) that brings a picture of high dynamic
 * range onto an ordinary screen: the reference white tone mapping of SMPTE ST 2094-50, which is what
 * Chromium draws. Paper white becomes half the screen's light at 1,000 cd/m2, brighter parts bend
 * towards its white.
 */
function toneMapper(maxLuminance: number): (light: number) => number {
  const brightest = Math.max(1, maxLuminance / REFERENCE_WHITE);
  const headroom = Math.log2(brightest) / Math.log2(DEFAULT_MAX_LUMINANCE / REFERENCE_WHITE);
  const white = 1 - 0.5 * Math.min(1, headroom);
  // A quadratic Bézier curve from paper white to the brightest, bent by 0.65.
  const middle = 0.35 + 0.65 / white;
  const middleOut = 0.35 * white + 0.65;
  return (light) => {
    if (light <= 1) return white;
    if (light >= brightest) return 1 / light;
    const a = 1 - 2 * middle + brightest;
    const b = middle - 1;
    const c = 1 - light;
    const t = Math.abs(a) < 1e-9 ? -c / (2 * b) : (-b + Math.sqrt(b * b - a * c)) / a;
    const out = (1 - t) ** 2 * white + 2 * t * (1 - t) * middleOut + t * t;
    return out / light;
  };
}

const BT2020 = PRIMARIES[9] ?? SRGB;
const SRGB_TO_BT2020 = matrixBetween(SRGB, BT2020);
const HLG_GAMMA = 1.2;
const STEPS = 65_535;

/** Light of sRGB's primaries, 1 being the screen's white; may be outside of 0 to 1. */
function lightOf(colour: CodedColour): (pixel: Row) => Row {
  const { toSrgb, transfer, linearize, maxLuminance } = colour;
  const toScreen = (light: Row): Row => (toSrgb ? apply(toSrgb, light) : light);
  if (transfer === 'curve') {
    const curve = Float32Array.from({ length: STEPS + 1 }, (_, step) => linearize(step / STEPS));
    return ([r, g, b]) => toScreen([curve[r] ?? 0, curve[g] ?? 0, curve[b] ?? 0]);
  }
  const curve = Float32Array.from({ length: STEPS + 1 }, (_, step) =>
    transfer === 'pq' ? pqToLuminance(step / STEPS) / REFERENCE_WHITE : hlgToScene(step / STEPS),
  );
  const toneMap = toneMapper(maxLuminance);
  return ([r, g, b]) => {
    let light: Row = [curve[r] ?? 0, curve[g] ?? 0, curve[b] ?? 0];
    if (transfer === 'hlg') {
      const luma = 0.2627 * light[0] + 0.678 * light[1] + 0.0593 * light[2];
      const gain = (luma ** (HLG_GAMMA - 1) * DEFAULT_MAX_LUMINANCE) / REFERENCE_WHITE;
      light = [light[0] * gain, light[1] * gain, light[2] * gain];
    }
    const screen = toScreen(light);
    const wide = apply(SRGB_TO_BT2020, screen);
    const factor = toneMap(Math.max(wide[0], wide[1], wide[2]));
    return [screen[0] * factor, screen[1] * factor, screen[2] * factor];
  };
}

const SRGB_STEPS = 4_095;

/**
 * Turns pixels of 16 bits a channel (RGB or RGBA) into sRGB of 8 bits, as a browser draws the picture.
 */
export function convertToSrgb(
  pixels: Uint16Array,
  channels: 3 | 4,
  colour: CodedColour,
): Uint8Array {
  const light = lightOf(colour);
  const encode = Uint8Array.from({ length: SRGB_STEPS + 1 }, (_, step) =>
    // The square root spreads the steps as sRGB does: enough of them in the dark.
    Math.round(linearToSrgb((step / SRGB_STEPS) ** 2) * 255),
  );
  const toByte = (value: number) =>
    encode[Math.round(Math.sqrt(Math.min(1, Math.max(0, value))) * SRGB_STEPS)] ?? 0;
  const out = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += channels) {
    const [r, g, b] = light([pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]);
    out[at] = toByte(r);
    out[at + 1] = toByte(g);
    out[at + 2] = toByte(b);
    if (channels === 4) out[at + 3] = Math.round((pixels[at + 3] ?? 0) / 257);
  }
  return out;
}

/** Divides the colours of RGBA pixels by their alpha, in place: for pixels that came multiplied. */
export function unmultiply(pixels: Uint8Array): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3] ?? 0;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++) {
      const value = pixels[channel] ?? 0;
      pixels[channel] = alpha === 0 ? 0 : Math.min(255, Math.round((value * 255) / alpha));
    }
  }
}
