import { bsonType, type Document, isDocument } from './values';

/** A value as mongod prints it in the text of a duplicate key error. */
export function describeValue(value: unknown): string {
  switch (bsonType(value)) {
    case 'string':
      return JSON.stringify(value);
    case 'objectId':
      return `ObjectId('${String(value)}')`;
    case 'date':
      return `new Date(${(value as Date).getTime()})`;
    case 'array':
      return `[ ${(value as unknown[]).map(describeValue).join(', ')} ]`;
    case 'object':
      return isDocument(value) ? describeKey(value) : String(value);
    case 'null':
    case 'missing':
      return 'null';
    case 'binData': {
      const { sub_type: subtype, buffer } = value as { sub_type: number; buffer: Uint8Array };
      return subtype === 4
        ? `UUID("${String(value)}")`
        : `BinData(${subtype}, ${Buffer.from(buffer).toString('hex').toUpperCase()})`;
    }
    case 'minKey':
      return 'MinKey';
    case 'maxKey':
      return 'MaxKey';
    default:
      return String(value);
  }
}

/** `{ email: "a", team: 1 }`: the form in which mongod names a key in its messages. */
export function describeKey(key: Document): string {
  const fields = Object.entries(key).map(([name, value]) => `${name}: ${describeValue(value)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
