import type { Finding, FindingKind } from './findings';
import {
  type ChangeEvidence,
  isGoneFor,
  isTakenBack,
  judgeChanges,
  originOf,
  textFor,
} from './judge-changes';
import type { Acknowledged, Written } from './ledger';
import type { StoredMessage } from './truth';

/** A message as somebody was shown it. */
export interface ShownMessage {
  _id: string;
  seq: number;
  clientId: string;
  text: string;
  rev: number;
  image: unknown;
  file: unknown;
  replyTo: { messageId: string; text: string } | null;
  reactions: readonly { userId: string; emoji: string }[];
}

/** One place's version of a conversation: a device's, or that of HTTP pages. */
export interface Showing {
  place: string;
  viewerId: string;
  conversationId: string;
  messages: readonly ShownMessage[];
}

export interface Evidence extends ChangeEvidence {
  written: readonly Written[];
  acknowledged: readonly Acknowledged[];
  /** Texts, and clientIds, in an outbox still: not lost, and told apart. */
  unsent: ReadonlySet<string>;
  showings: readonly Showing[];
}

/** Compares what people wrote and were told with what is stored and shown. Empty when all agree. */
export function judge(evidence: Evidence): Finding[] {
  return [
    ...judgeStored(evidence),
    ...judgeWritten(evidence),
    ...judgeAcknowledged(evidence),
    ...judgeChanges(evidence),
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
      const origin = originOf(message.text);
      if (texts.has(origin)) findings.push(finding('doubled', `stored: "${message.text}"`));
      clientIds.add(sender);
      if (origin !== '') texts.add(origin);
      const expected = (messages[index - 1]?.seq ?? 0) + 1;
      if (message.seq === expected) continue;
      findings.push(finding('gap', `${conversationId}: ${message.seq} in place of ${expected}`));
    }
  }
  return findings;
}

function judgeWritten({ written, changes, unsent, stored }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const byText = new Map<string, StoredMessage>();
  const byClientId = new Map<string, StoredMessage>();
  for (const message of [...stored.values()].flat()) {
    const origin = originOf(message.text);
    if (!byText.has(origin)) byText.set(origin, message);
    byClientId.set(message.clientId, message);
  }
  /** The last number of each line so far. */
  const reached = new Map<string, number>();
  for (const each of written) {
    const { text, line, senderId, receiverId, clientId } = each;
    // A voice note says nothing: it is known by its clientId alone.
    const message = (clientId && byClientId.get(clientId)) || (text && byText.get(text));
    if (!message) {
      const isUnsent = unsent.has(text) || (clientId !== null && unsent.has(clientId));
      const isMissed = !isUnsent && !(clientId && isTakenBack(each, changes));
      if (isMissed) findings.push(finding('lost', `written: "${text || clientId}"`));
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
    if (!twin) continue;
    findings.push(...judgeForm(showing, message, twin));
    const quoted = stored.find(({ _id }) => _id === message.replyTo?.messageId);
    const quote = quoted && [...textFor(quoted, showing.viewerId)].slice(0, 120).join('');
    if (message.replyTo && message.replyTo.text !== quote) {
      findings.push(finding('stale', `${place}: the quote in "${message.text}"`));
    }
  }
  return findings;
}

function judgeForm(
  { place, viewerId }: Showing,
  message: ShownMessage,
  stored: StoredMessage,
): Finding[] {
  const isGone = isGoneFor(stored, viewerId);
  if (isGone && (message.text !== '' || message.image !== null || message.file !== null)) {
    return [finding('resurrected', `${place}: "${message.text}"`)];
  }
  if (message.rev !== stored.rev) {
    return [finding('stale', `${place}: "${message.text}" at ${message.rev}, not ${stored.rev}`)];
  }
  const isSame =
    message.seq === stored.seq &&
    message.text === textFor(stored, viewerId) &&
    (isGone || describeReactions(message) === describeReactions(stored));
  return isSame ? [] : [finding('differing', `${place}: "${message.text}" differs`)];
}

function describeReactions({ reactions }: Pick<ShownMessage, 'reactions'>): string {
  return reactions.map(({ userId, emoji }) => `${userId} ${emoji}`).join();
}
