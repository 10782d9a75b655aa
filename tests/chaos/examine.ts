import type { Member } from './crowd';
import type { Finding } from './findings';
import { judge } from './judge';
import { originOf } from './judge-changes';
import type { Ledger } from './ledger';
import { readPages, readScreens } from './showings';
import type { Truth } from './truth';

/** Compares what was written and acknowledged with the database, every screen and every page. */
export async function examine(options: {
  members: readonly Member[];
  ledger: Ledger;
  truth: Truth;
}): Promise<Finding[]> {
  const { members, ledger, truth } = options;
  const acknowledged = [...ledger.acknowledged];
  const pages = await readPages(members, truth);
  const pending = members
    .flatMap(({ devices }) => devices)
    .flatMap(({ client }) => [...client.store.getChat().pending.values()].flat());
  const changing = members
    .flatMap(({ devices }) => devices)
    .flatMap(({ client }) => [...client.store.getChat().changes.values()].flat());
  const findings = judge({
    written: ledger.written,
    acknowledged,
    changes: ledger.changes,
    refusedEdits: ledger.refusedEdits,
    waiting: new Set(changing.map(({ target }) => target)),
    unsent: new Set(
      pending.flatMap(({ text, clientId }) => [clientId, originOf(text)].filter(Boolean)),
    ),
    stored: truth.messages,
    showings: [...(await readScreens(members)), ...pages.showings],
  });
  return [...findings, ...pages.findings];
}
