/** Everything that must not be, with the words of the report. */
export const FINDINGS = {
  lost: 'lost: written or acknowledged, and not in the database',
  doubled: 'doubled: one send stored or shown twice',
  reordered: 'reordered: not in the order of writing, or of one another',
  gap: 'gaps or repeats in seq',
  differing: 'devices or HTTP pages that differ from the database',
  stale: 'messages, quotes or rows shown in an earlier form than the stored one',
  resurrected: 'deleted messages that are shown, or of which something is stored',
  file: 'files and voice notes that differ from what was sent, or that one of the two does not get',
  fileLeaked: 'files that somebody else gets, or somebody they are deleted for',
  fileLeft: 'files on the disk of deleted messages, or of none',
  lostChange: 'lost changes: made, not refused, and not in the database',
  unsent: 'messages or changes still in an outbox',
  refused: 'messages refused',
  disconnected: 'devices without a connection',
  behind: 'conversations a device has not caught up with',
  receipt: 'receipts that differ from the database',
  movedBack: 'receipts that moved back',
  unread: 'unread counts that differ from the truth',
  shownOnline: 'people shown online who are not',
  shownOffline: 'people shown offline who are online',
  typing: 'people shown typing who are not',
  session: 'sessions that ended by themselves',
  crash: 'nodes that ended by themselves, did not start or did not stop',
} as const;
export type FindingKind = keyof typeof FINDINGS;
export const FINDING_KINDS = Object.keys(FINDINGS) as FindingKind[];

export interface Finding {
  kind: FindingKind;
  /** What exactly, for whoever looks into it. */
  detail: string;
}

export type Counts = Record<FindingKind, number>;

export function countFindings(findings: readonly Finding[]): Counts {
  const counts = Object.fromEntries(FINDING_KINDS.map((kind) => [kind, 0])) as Counts;
  for (const { kind } of findings) counts[kind]++;
  return counts;
}
