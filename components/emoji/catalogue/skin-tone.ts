import type { Emoji } from '@/components/emoji/catalogue/emoji';

/** 0 is the yellow one, 1 the lightest, 5 the darkest. */
export const TONES = [0, 1, 2, 3, 4, 5] as const;
export type Tone = (typeof TONES)[number];

const LIGHTEST = 0x1f3fb;
const HANDSHAKE = '\u{1f91d}';

/** The emoji in a skin tone, where it takes one; everybody in it gets the same. */
export function withTone({ symbol, takesTone }: Pick<Emoji, 'symbol' | 'takesTone'>, tone: Tone) {
  if (tone === 0 || !takesTone) return symbol;
  const modifier = String.fromCodePoint(LIGHTEST + tone - 1);
  return symbol.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, (whole, base: string) =>
    // Between two people a handshake stands for holding hands, and has no skin of its own.
    base === HANDSHAKE && symbol !== HANDSHAKE ? whole : base + modifier,
  );
}
