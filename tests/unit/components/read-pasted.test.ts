// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { readPasted } from '@/components/conversation/composer/read-pasted';

const read = (text: string, html = '', editor = '') => readPasted({ text, html, editor });
const CODE = 'const a = 1;\nif (a) {\n  go();\n}\n';
const vsCode = (mode: string) => JSON.stringify({ version: 1, isFromEmptySelection: false, mode });

describe('from a word processor', () => {
  test.each([
    ['spaces that do not break', 'ten\u00a0kilometres', 'ten kilometres'],
    ['hyphens that nobody sees', 'Donau\u00addampf\u00adschiff', 'Donaudampfschiff'],
    ['line breaks of every kind', 'a\r\nb\rc\vd\fe\u2028f\u2029g\u0085h', 'a\nb\nc\nd\ne\nf\ng\nh'],
    ['narrow spaces and joined emoji stay', '10\u202f% 👩‍🚀', '10\u202f% 👩‍🚀'],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual({ text: expected, code: null });
  });

  test.each([
    [
      'numbers and bullets that stand in the text stay, the tabs behind them go',
      'Buy:\n1.\tmilk\n2.\teggs\n•\tbread\n\uf0b7\trye\n\to\twhite',
      '<p>Buy:</p><p>1. milk</p><p>2. eggs</p><p>bread</p>',
      'Buy:\n1. milk\n2. eggs\n• bread\n• rye\n  • white',
    ],
    [
      'what the text lacks comes from the list',
      'Buy:\nmilk\neggs, *six*\nrye\n\nThen:\nhome',
      '<p>Buy:</p><ul><li>milk</li><li>eggs, <b>*six*</b><ul><li>rye</li></ul></li></ul><p>Then:</p><ol start="4"><li>home</li></ol>',
      'Buy:\n- milk\n- eggs, *six*\n  - rye\n\nThen:\n4. home',
    ],
    [
      'items have the numbers that they say',
      'a\nb\nc',
      '<ol><li>a</li><li value="7">b</li><li>c</li></ol>',
      '1. a\n7. b\n8. c',
    ],
    [
      'what is marked already is not marked twice',
      '1. a\n- b',
      '<ol><li>a</li></ol><ul><li>b</li></ul>',
      '1. a\n- b',
    ],
    ['words around a list have no mark', 'a\nb', '<p>a</p><ul><li>c</li></ul><p>b</p>', 'a\nb'],
    [
      'a table keeps its rows and tabs',
      '1.\tmilk\t2\no\teggs\t6',
      '<table><tr><td>1.</td><td>milk</td><td>2</td></tr></table>',
      '1.\tmilk\t2\no\teggs\t6',
    ],
  ])('%s', (_, text, html, expected) => {
    expect(read(text, html)).toEqual({ text: expected, code: null });
  });
});

describe('from an editor', () => {
  test('Visual Studio Code says the language', () => {
    expect(read(CODE, '', vsCode('typescript'))).toEqual({ text: CODE, code: 'typescript' });
    expect(read(CODE, '', vsCode('a language of spaces'))).toEqual({ text: CODE, code: '' });
  });

  test.each(['plaintext', 'markdown'])('what is written there in words stays words: %s', (mode) => {
    const html =
      '<div style="font-family: Consolas, monospace"><span>a</span><br><span>b</span></div>';
    expect(read('a\nb', html, vsCode(mode)).code).toBe(null);
  });

  test.each([
    ['<pre>const a = 1;\nif (a) {}</pre>'],
    [
      '<meta charset="utf-8"><div style="font-family: \'JetBrains Mono\', monospace">a<span>b</span></div>',
    ],
    ['<div style="font-family:Courier New">a<br>b</div>'],
    [
      '<html><body>\n<!--StartFragment--><pre><code>a\nb</code></pre><!--EndFragment-->\n</body></html>',
    ],
  ])('others by what it looks like: %s', (html) => {
    expect(read(CODE, html)).toEqual({ text: CODE, code: '' });
  });

  test('words around code, one line of it, and what would end a block stay as they are', () => {
    expect(read(CODE, '<p>So:</p><pre>a</pre>').code).toBe(null);
    expect(read('const a = 1;\n', '<pre>const a = 1;</pre>').code).toBe(null);
    expect(read('a\n```\nb', '<pre>a</pre>').code).toBe(null);
    expect(read(CODE).code).toBe(null);
    expect(read(CODE, '', 'no JSON').code).toBe(null);
    expect(read(CODE, '', 'null').code).toBe(null);
  });

  test('no script or picture of what was pasted comes to anything', () => {
    Reflect.set(globalThis, 'ran', false);
    const html = '<img src=x onerror="ran=true"><script>ran=true</script><p>a</p>';
    expect(read('a\nb', html)).toEqual({ text: 'a\nb', code: null });
    expect(Reflect.get(globalThis, 'ran')).toBe(false);
  });
});
