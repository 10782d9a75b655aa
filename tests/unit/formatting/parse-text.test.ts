import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Inline } from '@/lib/shared/formatting/inline';
import { linkify } from '@/lib/shared/formatting/linkify';
import { type Block, parseText } from '@/lib/shared/formatting/parse-text';
import { plainText } from '@/lib/shared/formatting/plain-text';

/** The tree as one would write it in HTML. */
const show = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if ('children' in node) return `<${node.kind}>${show(node.children)}</${node.kind}>`;
      if (node.kind === 'text') return node.text;
      return `<${node.kind === 'link' ? 'a' : 'code'}>${node.text}</>`;
    })
    .join('');

const showBlock = ({ kind, label, children }: Block) => {
  if (kind === 'text') return show(children);
  return `[${kind}${label && ` ${label.trim()}`}]${show(children)}[/]`;
};
const shown = (text: string) => parseText(text).map(showBlock).join('');

test.each([
  ['*bold*', '<strong>bold</strong>'],
  ['_italic_', '<em>italic</em>'],
  ['~strike~', '<del>strike</del>'],
  ['`code`', '<code>code</>'],
  ['**bold** and ~~strike~~', '<strong>bold</strong> and <del>strike</del>'],
  ['so *very much* so', 'so <strong>very much</strong> so'],
  ['*a* and *b*', '<strong>a</strong> and <strong>b</strong>'],
  ['(*a*), "_b_"; ‘~c~’!', '(<strong>a</strong>), "<em>b</em>"; ‘<del>c</del>’!'],
  ['*bold*: then–_so_–on', '<strong>bold</strong>: then–<em>so</em>–on'],
  ['*_both_*', '<strong><em>both</em></strong>'],
  ['*bold _both ~all~_*', '<strong>bold <em>both <del>all</del></em></strong>'],
  ['_*both* one_', '<em><strong>both</strong> one</em>'],
  ['*a*b*', '<strong>a*b</strong>'],
  ['_snake_case_name_', '<em>snake_case_name</em>'],
  ['*a *b*', '*a <strong>b</strong>'],
  ['*a* b*', '<strong>a</strong> b*'],
  ['*a* *b* c*', '<strong>a</strong> <strong>b</strong> c*'],
  ['*a _b* c_', '<strong>a _b</strong> c_'],
  ['_a *b _c_ d* e_', '_a <strong>b <em>c</em> d</strong> e_'],
  ['*❤️*', '<strong>❤️</strong>'],
  ['❤️*yes*👍', '❤️<strong>yes</strong>👍'],
  ['*#tag* *@ada* *-5 °C*', '<strong>#tag</strong> <strong>@ada</strong> <strong>-5 °C</strong>'],
  // Scripts of all kinds.
  ['هذا *مهم*، نعم', 'هذا <strong>مهم</strong>، نعم'],
  ['_שלום_ לך', '<em>שלום</em> לך'],
  ['这是*重点*内容', '这是<strong>重点</strong>内容'],
  ['*중요*한 것', '<strong>중요</strong>한 것'],
  ['*मुख्य* बात', '<strong>मुख्य</strong> बात'],
  // Links.
  ['*see example.org/a*', '<strong>see <a>example.org/a</></strong>'],
  ['*https://example.org*', '<strong><a>https://example.org</></strong>'],
  ['https://example.org/_a_/b_c_', '<a>https://example.org/_a_/b_c</>_'],
  ['_see https://example.org/a_b ok_', '<em>see <a>https://example.org/a_b</> ok</em>'],
  ['ada_l@example.org _x_', '<a>ada_l@example.org</> <em>x</em>'],
  // Code.
  ['`*a* _b_ example.org`', '<code>*a* _b_ example.org</>'],
  ['*`a*`*', '<strong><code>a*</></strong>'],
  ['*bold `code`*', '<strong>bold <code>code</></strong>'],
  ['`` a`b ``', '<code>a`b</>'],
  ['see ```x``` there', 'see <code>x</> there'],
  ['`foo`s and `bar`.', '<code>foo</>s and <code>bar</>.'],
  ['`ls -l `', '<code>ls -l </>'],
])('"%s" is formatted', (text, tree) => {
  expect(shown(text)).toBe(tree);
});

test.each([
  'snake_case_name',
  '2*3*4',
  '2 * 3 * 4',
  '~/path and ~/other',
  'a_b',
  'x * a*',
  '*a *',
  '*a',
  'a*',
  '**',
  '****',
  '*_*',
  '-_- ^_^ >_< T_T *-*',
  '__init__ and ___',
  '***all***',
  '*a**',
  '*bold\nnot in the next line*',
  '5~6, ~10~15',
  '*.ts and lib/*.js',
  'src/*.ts, lib/*.js, **/*.md',
  '/* a comment */ and /** another */',
  'int *p, *q; f(*args, **kwargs)',
  '(a)*(b)*(c)',
  'f(x)*g(y)*2',
  'x=*p; y=*q;',
  'me@_here_ #_a_ $_b_',
  '你好~在吗~',
  'hi~ there~',
  'geht`s gut? hab`s',
  '`a',
  '` `',
  '``',
  '`a\nb`',
  '````a```',
])('"%s" stays as typed', (text) => {
  expect(shown(text)).toBe(text);
});

describe('blocks', () => {
  test.each([
    ['```\ncode\n```', '[code]code[/]'],
    ['```ts\nconst a = 1;\n```\nand', '[code ts]const a = 1;\n[/]and'],
    ['see\n```\n  a\n\n  b\n```', 'see\n[code]  a\n\n  b[/]'],
    ['```npm install```', '[code]npm install[/]'],
    ['```a = 1\nb = 2```', '[code]a = 1\nb = 2[/]'],
    ['```c++\n*p*\n> q\n- r example.org\n```', '[code c++]*p*\n> q\n- r example.org[/]'],
    ['```\na\n```\n```\nb\n```', '[code]a\n[/][code]b[/]'],
    ['```\na\n````\nb\n```', '[code]a\n````\nb[/]'],
    ['```\r\na\r\n```\r\nb', '[code]a\n[/]b'],
    ['> so *you* said\n> twice\nyes', '[quote]so <strong>you</strong> said\ntwice\n[/]yes'],
    ['> a\n>\n> b', '[quote]a\n\nb[/]'],
    ['> > a', '[quote]> a[/]'],
    ['a\n> b', 'a\n[quote]b[/]'],
    ['- milk\n- *two* eggs', '[item -]milk\n[/][item -]<strong>two</strong> eggs[/]'],
    ['1. a\n7. b\n  2) c', '[item 1.]a\n[/][item 7.]b\n[/][item 2)]c[/]'],
    ['• a\n* b', '[item •]a\n[/][item *]b[/]'],
  ])('%j', (text, tree) => {
    expect(shown(text)).toBe(tree);
  });

  test.each([
    '```\nnever closed',
    '```',
    '```\n```',
    'a ```\nb\n``` c',
    '>:( no',
    '>',
    '> ',
    '-1 and -',
    '2024. was good',
    '1.5 kg',
    '-',
    '    def f():\n\n        pass\n',
  ])('%j stays as typed', (text) => {
    expect(shown(text)).toBe(text);
  });
});

const PIECES = ['*', '**', '_', '~', '`', '```', '```ts\n', '> ', '- ', '1. ', '\n', ' ', '(', ')'];
const WORDS = [
  'a',
  'bold',
  'snake_case',
  '重',
  'كلمة',
  '👍',
  '.',
  '!',
  'https://x.org/a_b',
  'b.org',
];
const joined = (piece: fc.Arbitrary<string>) => fc.array(piece).map((pieces) => pieces.join(''));
const anyText = fc.oneof(
  joined(
    fc.oneof(fc.constantFrom(...PIECES, ...WORDS), fc.string({ unit: 'grapheme', maxLength: 3 })),
  ),
  // Few signs, so that marks meet in every order.
  joined(fc.constantFrom('*', '_', 'a', ' ')),
  joined(fc.constantFrom('`', '*', 'a', ' ', '\n')),
);

interface Leaf {
  start: number;
  text: string;
  href: string | null;
  isCode: boolean;
}

const leavesOf = (nodes: readonly Inline[], isInCode = false): Leaf[] =>
  nodes.flatMap((node) => {
    if ('children' in node) return leavesOf(node.children, isInCode);
    const { kind, start, text } = node;
    return [
      {
        start,
        text,
        href: kind === 'link' ? node.href : null,
        isCode: isInCode || kind === 'code',
      },
    ];
  });
const leaves = (blocks: readonly Block[]) =>
  blocks.flatMap(({ kind, start, label, children }) => [
    ...(kind === 'item' ? [{ start, text: label, href: null, isCode: false }] : []),
    ...leavesOf(children, kind === 'code'),
  ]);

test('a break after a fence that ends on the line of its code is where it was typed', () => {
  const [block] = parseText('```*```\n');
  expect(block?.children).toEqual([
    { kind: 'text', start: 3, text: '*' },
    { kind: 'text', start: 7, text: '\n' },
  ]);
});

test('every character is shown where it was typed, or is a mark', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let end = 0;
      for (const leaf of leaves(parseText(text))) {
        expect(text.slice(leaf.start, leaf.start + leaf.text.length)).toBe(leaf.text);
        // Between what is shown: marks, the words of a fence, the space that keeps backticks apart.
        expect(text.slice(end, leaf.start)).toMatch(/^(?:[*_~`>\s]|```[\w+#.-]*)*$/);
        end = leaf.start + leaf.text.length;
      }
      expect(text.slice(end)).toMatch(/^[*_~`>\s]*$/);
    }),
    { numRuns: 2000 },
  );
});

test('what has no mark is one piece, and what is shown has nothing nested in its own kind', () => {
  const depthOf = (nodes: readonly Inline[], above: readonly string[]): void => {
    for (const node of nodes) {
      if (!('children' in node)) continue;
      expect(above).not.toContain(node.kind);
      depthOf(node.children, [...above, node.kind]);
    }
  };
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { children } of parseText(text.replaceAll('**', '*').replaceAll('~~', '~')))
        depthOf(children, []);
    }),
  );
  expect(parseText('One line,\nand another.\n\nThe end')).toEqual([
    {
      kind: 'text',
      start: 0,
      label: '',
      children: [{ kind: 'text', start: 0, text: 'One line,\nand another.\n\nThe end' }],
    },
  ]);
});

test('outside code the links are those of any text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const parsed = leaves(parseText(text));
      const inCode = parsed.filter(({ isCode }) => isCode);
      const isInCode = (start: number) =>
        inCode.some((code) => start >= code.start && start < code.start + code.text.length);
      const expected = linkify(text).filter(({ href, start }) => href && !isInCode(start));
      expect(parsed.flatMap(({ start, href }) => (href ? [[start, href]] : []))).toEqual(
        expected.map(({ start, href }) => [start, href]),
      );
    }),
    { numRuns: 2000 },
  );
});

test('a text as long as one can be, made to be slow, is read in a moment', () => {
  const pieces = [
    '*',
    '_',
    '`',
    '*_~',
    '*a ',
    '*a* ',
    '_a',
    '*_a',
    'a*_',
    '`a ``b ',
    '` ',
    '```\n',
    '```a\n',
  ];
  for (const piece of [
    ...pieces,
    '`a',
    '> ',
    '> a\n',
    '- a\n',
    '*a*\n',
    '* ',
    ' *a',
    '~ a~ ',
    '>\n',
    '\n',
  ]) {
    const text = piece.repeat(40_000 / piece.length);
    expect(plainText(text).length).toBeLessThanOrEqual(text.length);
    expect(plainText(`x${text}`).length).toBeLessThanOrEqual(text.length + 1);
  }
}, 20_000);
