const SYMBOL = String.raw`(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|(?![©®™])(?:\p{Emoji_Presentation}|\p{Extended_Pictographic})\uFE0F?\p{Emoji_Modifier}?)`;
const ONE_TO_THREE = new RegExp(
  String.raw`^\s*(?:${SYMBOL}(?:\u200D${SYMBOL})*[\u{E0020}-\u{E007F}]*\s*){1,3}$`,
  'u',
);

/** One to three emoji and nothing else: shown large. */
export function isEmojiOnly(text: string): boolean {
  return text.length <= 64 && ONE_TO_THREE.test(text);
}
