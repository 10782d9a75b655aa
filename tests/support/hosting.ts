import { readFileSync } from 'node:fs';

/** The configuration that docs/hosting.md shows under a heading; `language` is that of its fence. */
export function documented(heading: string, language: string): string {
  const sections = readFileSync('docs/hosting.md', 'utf8').split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const block = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(section)?.[1];
  if (!block) throw new Error(`docs/hosting.md has no ${language} under ${heading}`);
  return block;
}

/** Replaces a place of the documented configuration with one of the test's; it has to be there. */
export function replacing(text: string, places: Record<string, string>): string {
  let result = text;
  for (const [from, to] of Object.entries(places)) {
    if (!result.includes(from)) throw new Error(`"${from}" is not in:\n${text}`);
    result = result.replaceAll(from, to);
  }
  return result;
}

/** The commands that a document shows under a heading, block by block and line by line, without what they are said to do. */
export function documentedCommands(file: string, heading: string): string[][] {
  const sections = readFileSync(file, 'utf8').split(/^#{2,3} /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)];
  if (blocks.length === 0) throw new Error(`${file} shows no commands under ${heading}`);
  return blocks.map(([, block = '']) =>
    block
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, ''))
      .filter(Boolean),
  );
}
