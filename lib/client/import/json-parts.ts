/** Where a value stands: the keys of objects and the places in lists that lead to it. */
export type JsonPath = readonly (string | number)[];

export interface JsonPart {
  path: JsonPath;
  /** The value, as JSON. */
  text: string;
}

interface Frame {
  isList: boolean;
  key: string | number;
}

const STRUCTURE = /["{}[\]:,]/g;
/** What counts within a value that is read whole. */
const BRACKETS = /["{}[\]]/g;
const IN_STRING = /["\\]/g;

/**
 * The values of a JSON text that are asked for, in their order, without holding the whole of it. A
 * value that is not valid JSON harms no other as long as its quotes and brackets pair; one that the end
 * of the text cuts is returned as far as it goes.
 */
export async function* jsonParts(
  chunks: AsyncIterable<string>,
  isPart: (path: JsonPath) => boolean,
): AsyncGenerator<JsonPart> {
  const stack: Frame[] = [];
  let buffer = '';
  let at = 0;
  let isInString = false;
  let stringStart = 0;
  let lastString = '';
  /** Where the value begins that is being read, and how deep; -1 while none is. */
  let partStart = -1;
  let partDepth = 0;

  const pathNow = () => stack.map(({ key }) => key);
  const beginAt = (index: number) => {
    if (partStart >= 0 || !isPart(pathNow())) return;
    partStart = index;
    partDepth = stack.length;
  };
  const endAt = (index: number): JsonPart | null => {
    if (partStart < 0 || stack.length !== partDepth) return null;
    const text = buffer.slice(partStart, index).trim();
    partStart = -1;
    return text ? { path: pathNow(), text } : null;
  };

  for await (const chunk of chunks) {
    const keptFrom = partStart >= 0 ? partStart : isInString ? stringStart : at;
    buffer = buffer.slice(keptFrom) + chunk;
    at -= keptFrom;
    stringStart -= keptFrom;
    if (partStart >= 0) partStart = 0;

    while (at < buffer.length) {
      const isDeep = partStart >= 0 && stack.length > partDepth;
      const pattern = isInString ? IN_STRING : isDeep ? BRACKETS : STRUCTURE;
      pattern.lastIndex = at;
      const index = pattern.exec(buffer)?.index ?? -1;
      if (index < 0) {
        at = buffer.length;
        break;
      }
      const sign = buffer.charAt(index);
      at = index + 1;
      if (isInString) {
        if (sign === '\\') {
          // What it escapes may be in the next chunk.
          if (at === buffer.length) {
            at = index;
            break;
          }
          at++;
          continue;
        }
        isInString = false;
        if (partStart < 0) lastString = buffer.slice(stringStart, index);
        continue;
      }
      const top = stack.at(-1);
      switch (sign) {
        case '"':
          isInString = true;
          stringStart = at;
          break;
        case '{':
        case '[':
          stack.push({ isList: sign === '[', key: sign === '[' ? 0 : '' });
          if (sign === '[') beginAt(at);
          break;
        case ':':
          if (top && !top.isList) top.key = lastString;
          beginAt(at);
          break;
        default: {
          const part = endAt(index);
          if (part) yield part;
          if (sign !== ',') stack.pop();
          else if (top?.isList && typeof top.key === 'number') {
            top.key++;
            beginAt(at);
          }
        }
      }
    }
  }
  if (partStart >= 0) yield { path: pathNow().slice(0, partDepth), text: buffer.slice(partStart) };
}
