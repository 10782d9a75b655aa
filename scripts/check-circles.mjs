// Fails when files, or the folders they lie in, import one another in a circle. Imports of types
// count: code that must be read together belongs together.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Each is looked at for itself: circles between its files, and between the folders directly in it. */
const ROOTS = ['packages/embedded-mongo/src'];

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** What a source file imports, as written. */
export function importsOf(source) {
  return [...source.matchAll(IMPORT)].map(([, statement, call]) => statement ?? call);
}

function sourceFiles(root) {
  return readdirSync(root, { recursive: true })
    .map((name) => path.join(root, String(name)))
    .filter((file) => /\.(?:tsx?|mts)$/.test(file) && statSync(file).isFile());
}

function resolveImport(file, specifier) {
  const base = specifier.startsWith('@/')
    ? specifier.slice(2)
    : specifier.startsWith('.')
      ? path.join(path.dirname(file), specifier)
      : null;
  if (base === null) return null;
  const candidates = [base, `${base}.ts`, `${base}.tsx`, path.join(base, 'index.ts')];
  return candidates.find((name) => existsSync(name) && statSync(name).isFile()) ?? null;
}

/** One circle for each group of nodes that can all reach one another, as the way around it. */
export function findCircles(graph) {
  const circles = [];
  const done = new Set();
  for (const start of [...graph.keys()].sort()) {
    if (done.has(start)) continue;
    // The shortest way from the node back to itself.
    const cameFrom = new Map();
    const queue = [start];
    while (queue.length > 0 && !cameFrom.has(start)) {
      const node = queue.shift();
      for (const next of graph.get(node) ?? []) {
        if (cameFrom.has(next)) continue;
        cameFrom.set(next, node);
        queue.push(next);
      }
    }
    if (!cameFrom.has(start)) continue;
    const way = [start];
    for (let node = cameFrom.get(start); node !== start; node = cameFrom.get(node)) {
      way.unshift(node);
    }
    circles.push([start, ...way]);
    for (const node of way) done.add(node);
  }
  return circles;
}

function addEdge(graph, from, to) {
  if (from === to) return;
  if (!graph.has(from)) graph.set(from, new Set());
  graph.get(from).add(to);
}

/** The folder directly in `root` that a file lies in; null for a file in `root` itself. */
function folderOf(root, file) {
  const [folder, ...rest] = path.relative(root, file).split(path.sep);
  return rest.length > 0 ? folder : null;
}

/** The circles of files and of folders below `root`. */
export function circlesBelow(root) {
  const files = new Map();
  const folders = new Map();
  for (const file of sourceFiles(root)) {
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      const target = resolveImport(file, specifier);
      if (target === null || path.relative(root, target).startsWith('..')) continue;
      addEdge(files, file, target);
      const [from, to] = [folderOf(root, file), folderOf(root, target)];
      if (from !== null && to !== null) addEdge(folders, from, to);
    }
  }
  return [...findCircles(files), ...findCircles(folders)];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const roots = process.argv.length > 2 ? process.argv.slice(2) : ROOTS;
  const circles = roots.flatMap((root) => circlesBelow(root));
  for (const circle of circles) console.error(`Imports in a circle: ${circle.join(' -> ')}`);
  process.exit(circles.length > 0 ? 1 : 0);
}
