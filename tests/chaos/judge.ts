import type { Finding, FindingKind } from './findings';
import type { Acknowledged, Written } from './ledger';
import type { StoredMessage } from './truth';

/** A message as somebody was shown it. */
export interface ShownMessage {
  _id: string;
  seq: number;
  clientId: string;
  text: string;
}

/** One place's version of a conversation: a device's, or that of HTTP pages. */
export interface Showing {
  place: string;
  conversationId: string;
  messages: readonly ShownMessage[];
}

export interface Evidence {
  written: readonly Written[];
  acknowledged: readonly Acknowledged[];
  /** Texts in an outbox still: not lost, and told apart. */
  unsent: ReadonlySet<string>;
  /** By conversation, as the database sorts them. */
  stored: ReadonlyMap<string, readonly StoredMessage[]>;
  showings: readonly Showing[];
}

/** Compares what people wrote and were told with what is stored and shown. Empty when all agree. */
export function judge(evidence: Evidence): Finding[] {
  return [
    ...judgeStored(evidence),
    ...judgeWritten(evidence),
    ...judgeAcknowledged(evidence),
    ...evidence.showings.flatMap((showing) =>
      judgeShowing(showing, evidence.stored.get(showing.conversationId) ?? []),
    ),
  ];
}

function finding(kind: FindingKind, detail: string): Finding {
  return { kind, detail };
}

function judgeStored({ stored }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const clientIds = new Set<string>();
  const texts = new Set<string>();
  for (const [conversationId, messages] of stored) {
    for (const [index, message] of messages.entries()) {
      const sender = `${message.senderId} ${message.clientId}`;
      if (clientIds.has(sender)) findings.push(finding('doubled', `clientId of "${message.text}"`));
      if (texts.has(message.text)) findings.push(finding('doubled', `stored: "${message.text}"`));
      clientIds.add(sender);
      texts.add(message.text);
      const expected = (messages[index - 1]?.seq ?? 0) + 1;
      if (message.seq === expected) continue;
      findings.push(finding('gap', `${conversationId}: ${message.seq} in place of ${expected}`));
    }
  }
  return findings;
}

function judgeWritten({ written, unsent, stored }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const byText = new Map<string, StoredMessage>();
  for (const messages of stored.values()) {
    for (const message of messages)
      if (!byText.has(message.text)) byText.set(message.text, message);
  }
  /** The last number of each line so far. */
  const reached = new Map<string, number>();
  for (const { text, line, senderId, receiverId } of written) {
    const message = byText.get(text);
    if (!message) {
      if (!unsent.has(text)) findings.push(finding('lost', `written: "${text}"`));
      continue;
    }
    if (message.senderId !== senderId || message.receiverId !== receiverId) {
      findings.push(finding('differing', `"${text}" is stored for other people`));
    }
    const last = reached.get(line) ?? 0;
    if (message.seq < last) {
      findings.push(finding('reordered', `"${text}" is ${message.seq}, after ${last} of its line`));
    }
    reached.set(line, Math.max(last, message.seq));
  }
  return findings;
}

function judgeAcknowledged({ acknowledged, stored }: Evidence): Finding[] {
  const byId = new Map<string, StoredMessage>();
  for (const messages of stored.values()) {
    for (const message of messages) byId.set(message._id, message);
  }
  const answers = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { clientId, messageId, seq } of acknowledged) {
    const message = byId.get(messageId);
    if (!message) findings.push(finding('lost', `acknowledged: ${clientId}`));
    else if (message.seq !== seq || message.clientId !== clientId) {
      findings.push(finding('differing', `the acknowledgement of ${clientId}`));
    }
    const earlier = answers.get(clientId);
    if (earlier !== undefined && earlier !== messageId) {
      findings.push(finding('doubled', `two acknowledgements of ${clientId}`));
    }
    answers.set(clientId, messageId);
  }
  return findings;
}

function judgeShowing(showing: Showing, stored: readonly StoredMessage[]): Finding[] {
  const { place, messages } = showing;
  const findings: Finding[] = [];
  const shown = new Set<string>();
  for (const message of messages) {
    if (shown.has(message.clientId)) {
      findings.push(finding('doubled', `${place}: "${message.text}" twice`));
    }
    shown.add(message.clientId);
  }
  for (const message of stored) {
    if (shown.has(message.clientId)) continue;
    findings.push(finding('differing', `${place}: "${message.text}" is missing`));
  }
  const places = new Map(stored.map((message, index) => [message._id, index]));
  let last = -1;
  for (const message of messages) {
    const index = places.get(message._id);
    if (index === undefined) {
      findings.push(finding('differing', `${place}: "${message.text}" is not stored`));
      continue;
    }
    if (index < last) findings.push(finding('reordered', `${place}: "${message.text}"`));
    last = Math.max(last, index);
    const twin = stored[index];
    if (twin?.seq !== message.seq || twin.text !== message.text) {
      findings.push(finding('differing', `${place}: "${message.text}" differs`));
    }
  }
  return findings;
}
