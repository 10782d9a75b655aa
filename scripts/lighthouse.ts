// `npm run lighthouse`: Google's own judgement of the sign-in page, on a phone and on a desktop.
// Fails when accessibility or best practices fall short of 100. Lighthouse is fetched by npm when
// this is run, because nothing else needs its hundred megabytes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pages } from '@/lib/shared/urls';
import { BROWSER_ARGS, findBrowser } from '../tests/support/browser';
import { setup as buildOnce } from '../tests/support/build';
import { startServer } from '../tests/support/server';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const DEMANDED = { accessibility: 1, 'best-practices': 1 } as const;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

interface Report {
  categories: Record<string, { title: string; score: number | null; auditRefs: { id: string }[] }>;
  audits: Record<string, { title: string; score: number | null; scoreDisplayMode: string }>;
}

function judge(url: string, form: 'mobile' | 'desktop', chrome: string, folder: string): Report {
  const file = path.join(folder, `${form}.json`);
  const args = ['exec', '--yes', `--package=${LIGHTHOUSE}`, '--', 'lighthouse', url];
  args.push('--output=json', `--output-path=${file}`, '--quiet');
  args.push(`--only-categories=${CATEGORIES.join(',')}`);
  args.push(`--chrome-flags=--headless=new ${BROWSER_ARGS.join(' ')}`);
  if (form === 'desktop') args.push('--preset=desktop');
  const { status } = spawnSync('npm', args, {
    stdio: 'inherit',
    env: { ...process.env, CHROME_PATH: chrome },
  });
  if (status !== 0) throw new Error(`Lighthouse ended with ${status}.`);
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

/** Prints the scores and what cost points; answers whether all demands are met. */
function report(form: string, { categories, audits }: Report): boolean {
  let isMet = true;
  for (const [id, { title, score, auditRefs }] of Object.entries(categories)) {
    console.log(`${form}: ${title} ${Math.round((score ?? 0) * 100)}`);
    const demanded = Object.entries(DEMANDED).find(([name]) => name === id)?.[1];
    if (demanded === undefined || (score ?? 0) >= demanded) continue;
    isMet = false;
    for (const { id: auditId } of auditRefs) {
      const audit = audits[auditId];
      if (audit && audit.score !== null && audit.score < 1) console.log(`  ${audit.title}`);
    }
  }
  return isMet;
}

buildOnce();
const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-lighthouse-'));
const server = await startServer({ dataDir: path.join(folder, 'data') });
try {
  const chrome = await findBrowser();
  const url = server.url + pages.logIn;
  const verdicts = (['mobile', 'desktop'] as const).map((form) =>
    report(form, judge(url, form, chrome, folder)),
  );
  process.exitCode = verdicts.every(Boolean) ? 0 : 1;
} finally {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
}
