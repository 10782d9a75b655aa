import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** Numbers that are always the same for one name, and look as if they were not. */
export function numbersOf(name: string): () => number {
  let count = 0;
  return () => {
    count++;
    const bytes = createHash('sha256').update(`${name} ${count}`).digest();
    return bytes.readUInt32BE(0) / 2 ** 32;
  };
}

interface Canvas {
  width: number;
  height: number;
  /** From 0 to 1, another one each time. */
  next: () => number;
}

const rect = (x: number, y: number, width: number, height: number, fill: string, more = '') =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${more}/>`;
const circle = (x: number, y: number, r: number, fill: string, more = '') =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`;
const path = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;
const many = (count: number, draw: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => draw(index)).join('');

/** From one colour down to another, over all of it. */
function backdrop({ width, height }: Canvas, colours: readonly string[]): string {
  const stops = colours.map(
    (colour, index) => `<stop offset="${index / (colours.length - 1)}" stop-color="${colour}"/>`,
  );
  return `<linearGradient id="sky" x2="0" y2="1">${stops.join('')}</linearGradient>${rect(0, 0, width, height, 'url(#sky)')}`;
}

/** A line of mountains or hills from side to side, filled to the bottom. */
function ridge(
  canvas: Canvas,
  { level, rough, fill }: { level: number; rough: number; fill: string },
) {
  const { width, height, next } = canvas;
  const points = Array.from({ length: 13 }, (_, index) => {
    const y = height * (level + (next() - 0.5) * rough);
    return `${((width * index) / 12).toFixed(0)} ${y.toFixed(0)}`;
  });
  return path(`M0 ${height}L${points.join('L')}L${width} ${height}Z`, fill);
}

/** Each kind of picture, by its name. */
export const SCENES = {
  peaks: (canvas: Canvas) =>
    backdrop(canvas, ['#3f6fa8', '#a9c9e8', '#f7e3cf']) +
    circle(canvas.width * 0.74, canvas.height * 0.24, canvas.height * 0.07, '#fff6dd') +
    ridge(canvas, { level: 0.46, rough: 0.3, fill: '#e9eef5' }) +
    ridge(canvas, { level: 0.58, rough: 0.24, fill: '#8ea6c2' }) +
    ridge(canvas, { level: 0.74, rough: 0.14, fill: '#3e5d55' }) +
    ridge(canvas, { level: 0.88, rough: 0.08, fill: '#22382f' }),

  sea: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    return (
      backdrop(canvas, ['#f2a65a', '#f7cf9b', '#fbe9d0']) +
      circle(width * 0.5, height * 0.5, height * 0.11, '#fff3c9') +
      rect(0, height * 0.52, width, height * 0.48, '#2f6f8f') +
      many(70, () => {
        const y = height * (0.53 + next() * 0.45);
        const w = width * (0.03 + next() * 0.16);
        return rect(
          next() * width - w / 2,
          y,
          w,
          3 + next() * 4,
          '#f6d7a8',
          `opacity="${0.15 + next() * 0.4}" rx="3"`,
        );
      }) +
      path(
        `M${width * 0.22} ${height * 0.6}h${width * 0.13}l-30 ${height * 0.05}h-${width * 0.085}Z`,
        '#53311f',
      ) +
      path(
        `M${width * 0.285} ${height * 0.59}V${height * 0.34}l${width * 0.07} ${height * 0.24}Z`,
        '#fdf6ea',
      )
    );
  },

  city: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    const block = (count: number, fill: string, low: number, lit: string) =>
      many(count, (index) => {
        const w = width / count;
        const h = height * (low + next() * 0.28);
        const x = index * w;
        const windows = many(18, (at) =>
          next() < 0.55
            ? ''
            : rect(
                x + 12 + (at % 3) * (w / 3.4),
                height - h + 18 + Math.floor(at / 3) * 46,
                w / 7,
                20,
                lit,
                'opacity=".85"',
              ),
        );
        return rect(x, height - h, w - 4, h, fill) + windows;
      });
    return (
      backdrop(canvas, ['#141a3a', '#41356b', '#c8667a']) +
      circle(width * 0.8, height * 0.2, height * 0.06, '#f6ecd2') +
      block(9, '#2b2a52', 0.34, '#f3c77a') +
      block(6, '#171a35', 0.16, '#ffdf9c')
    );
  },

  cake: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    const [x, y] = [width / 2, height * 0.58];
    const fruits = ['#b3263b', '#5b2a66', '#d9483b'];
    return (
      backdrop(canvas, ['#e8d9c5', '#d8bf9f', '#a87f58']) +
      `<ellipse cx="${x}" cy="${height * 0.8}" rx="${width * 0.37}" ry="${height * 0.1}" fill="#f7f4ee"/>` +
      rect(x - width * 0.26, y - 20, width * 0.52, height * 0.2, '#c98c4a', 'rx="18"') +
      rect(x - width * 0.26, y + height * 0.05, width * 0.52, 26, '#f4e3c3') +
      `<ellipse cx="${x}" cy="${y - 14}" rx="${width * 0.26}" ry="${height * 0.1}" fill="#fbf3e2"/>` +
      many(26, () => {
        const angle = next() * 6.28;
        const far = Math.sqrt(next());
        const fruit = fruits[Math.floor(next() * fruits.length)] ?? '#b3263b';
        const [cx, cy] = [
          x + Math.cos(angle) * far * width * 0.23,
          y - 20 + Math.sin(angle) * far * height * 0.075,
        ];
        return circle(cx, cy, 17, fruit) + circle(cx - 5, cy - 6, 5, '#fff', 'opacity=".5"');
      })
    );
  },

  plant: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    const greens = ['#3f7a4a', '#5f9a52', '#2f6140', '#79ad5e'];
    return (
      backdrop(canvas, ['#eef3ee', '#dfe8e2']) +
      rect(0, 0, width * 0.62, height * 0.72, '#cfe6f2') +
      rect(width * 0.3, 0, 14, height * 0.72, '#fafafa') +
      rect(0, height * 0.72, width, height * 0.28, '#c9a37a') +
      many(20, (index) => {
        const angle = -150 + index * 6.4 + next() * 8;
        const length = height * (0.26 + next() * 0.2);
        const green = greens[index % greens.length] ?? '#3f7a4a';
        return `<ellipse cx="${length / 2}" cy="0" rx="${length / 2}" ry="${22 + next() * 18}" fill="${green}" transform="translate(${width * 0.62} ${height * 0.6}) rotate(${angle})"/>`;
      }) +
      path(
        `M${width * 0.52} ${height * 0.58}h${width * 0.2}l-${width * 0.03} ${height * 0.25}h-${width * 0.14}Z`,
        '#c4623f',
      ) +
      rect(width * 0.51, height * 0.57, width * 0.22, 30, '#d9774f', 'rx="6"')
    );
  },

  books: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    const colours = [
      '#8c3b3b',
      '#2f4f6f',
      '#d6a84f',
      '#3f6b55',
      '#6d4c7d',
      '#b86b3a',
      '#e6dcc8',
      '#27323f',
    ];
    const shelf = (top: number, high: number) => {
      let x = 18;
      let spines = '';
      while (x < width - 60) {
        const w = 26 + next() * 46;
        const h = high * (0.7 + next() * 0.28);
        const colour = colours[Math.floor(next() * colours.length)] ?? '#8c3b3b';
        spines +=
          rect(x, top + high - h, w, h, colour, 'rx="3"') +
          rect(x + 5, top + high - h + 24, w - 10, 8, '#f3e6c8', 'opacity=".6"');
        x += w + 4;
      }
      return spines + rect(0, top + high, width, 22, '#7a5230');
    };
    const high = height / 3 - 40;
    return (
      backdrop(canvas, ['#4b3320', '#5c4028']) +
      many(3, (index) => shelf(18 + index * (height / 3), high))
    );
  },

  night: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    return (
      backdrop(canvas, ['#070b1f', '#16264a', '#2f5d6b']) +
      many(160, () =>
        circle(
          next() * width,
          next() * height * 0.75,
          1 + next() * 2.4,
          '#fff',
          `opacity="${0.3 + next() * 0.7}"`,
        ),
      ) +
      many(7, (index) => {
        const x = width * (0.1 + index * 0.13);
        return path(
          `M${x} ${height * 0.62}C${x + 60} ${height * 0.4} ${x - 40} ${height * 0.2} ${x + 50} ${height * 0.06}l34 8C${x + 10} ${height * 0.24} ${x + 130} ${height * 0.42} ${x + 60} ${height * 0.62}Z`,
          '#4fe0a0',
          `opacity="${0.12 + next() * 0.22}"`,
        );
      }) +
      ridge(canvas, { level: 0.76, rough: 0.12, fill: '#0b1420' }) +
      many(24, () => {
        const [x, h] = [next() * width, 60 + next() * 110];
        return path(`M${x} ${height * 0.92 - h}l${h * 0.26} ${h}h-${h * 0.52}Z`, '#050a10');
      }) +
      rect(0, height * 0.91, width, height * 0.09, '#050a10')
    );
  },

  market: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    const fruits = ['#e2702a', '#d8342f', '#f0b429', '#6ca33f', '#8e2f5b'];
    return (
      backdrop(canvas, ['#f4e8d4', '#e6d2b2']) +
      many(12, (index) =>
        path(
          `M${(width / 12) * index} 0h${width / 12}v${height * 0.2}a${width / 24} 34 0 0 1-${width / 12} 0Z`,
          index % 2 ? '#fbf7ef' : '#b5443a',
        ),
      ) +
      many(3, (row) => {
        const top = height * (0.36 + row * 0.2);
        const crates = many(4, (column) => {
          const left = (width / 4) * column + 16;
          const fruit = fruits[(row * 2 + column) % fruits.length] ?? '#e2702a';
          return (
            rect(left, top + 52, width / 4 - 32, height * 0.11, '#9c6b3c', 'rx="6"') +
            many(14, () =>
              circle(
                left + 26 + next() * (width / 4 - 84),
                top + 22 + next() * 40,
                22 + next() * 6,
                fruit,
              ),
            )
          );
        });
        return crates;
      })
    );
  },

  snow: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    return (
      backdrop(canvas, ['#b9c6d6', '#dfe6ee', '#f6f7f9']) +
      ridge(canvas, { level: 0.62, rough: 0.05, fill: '#eef2f7' }) +
      path(
        `M${width * 0.56} ${height * 0.66}v-${height * 0.17}l${width * 0.1}-${height * 0.12} ${width * 0.1} ${height * 0.12}v${height * 0.17}Z`,
        '#8f3b32',
      ) +
      path(
        `M${width * 0.54} ${height * 0.5}l${width * 0.12}-${height * 0.15} ${width * 0.12} ${height * 0.15}-24 4-${width * 0.1}-${height * 0.11}-${width * 0.1} ${height * 0.11}Z`,
        '#fdfdfd',
      ) +
      rect(width * 0.63, height * 0.54, 56, 64, '#ffd98a') +
      ridge(canvas, { level: 0.74, rough: 0.06, fill: '#fbfcfe' }) +
      many(120, () =>
        circle(next() * width, next() * height, 2 + next() * 4, '#fff', 'opacity=".9"'),
      )
    );
  },

  cat: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    const coat = ['#d08a45', '#3a3a40', '#9a8d80', '#e6dccb'][Math.floor(next() * 4)] ?? '#d08a45';
    const [x, y] = [width / 2, height * 0.52];
    const r = height * 0.21;
    return (
      backdrop(canvas, ['#c9d8d3', '#b7c7bf']) +
      rect(0, height * 0.74, width, height * 0.26, '#7d6a8f') +
      `<ellipse cx="${x}" cy="${height * 0.86}" rx="${r * 1.5}" ry="${r * 1.1}" fill="${coat}"/>` +
      path(
        `M${x - r * 0.95} ${y - r * 0.2}L${x - r * 0.85} ${y - r * 1.5}L${x - r * 0.15} ${y - r * 0.85}Z`,
        coat,
      ) +
      path(
        `M${x + r * 0.95} ${y - r * 0.2}L${x + r * 0.85} ${y - r * 1.5}L${x + r * 0.15} ${y - r * 0.85}Z`,
        coat,
      ) +
      circle(x, y, r, coat) +
      `<ellipse cx="${x - r * 0.42}" cy="${y - r * 0.1}" rx="${r * 0.17}" ry="${r * 0.22}" fill="#d7e86a"/><ellipse cx="${x + r * 0.42}" cy="${y - r * 0.1}" rx="${r * 0.17}" ry="${r * 0.22}" fill="#d7e86a"/>` +
      rect(x - r * 0.45, y - r * 0.28, r * 0.07, r * 0.36, '#16181a', 'rx="5"') +
      rect(x + r * 0.39, y - r * 0.28, r * 0.07, r * 0.36, '#16181a', 'rx="5"') +
      path(`M${x - r * 0.11} ${y + r * 0.22}h${r * 0.22}l-${r * 0.11} ${r * 0.13}Z`, '#c9737a') +
      many(6, (index) => {
        const side = index % 2 ? 1 : -1;
        return rect(
          side > 0 ? x + r * 0.25 : x - r * 1.25,
          y + r * (0.24 + Math.floor(index / 2) * 0.1),
          r,
          3,
          '#f4f1ea',
          'opacity=".8"',
        );
      })
    );
  },

  desk: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    return (
      backdrop(canvas, ['#a9764b', '#8c5c37']) +
      many(16, (index) =>
        rect(0, (height / 16) * index, width, 3, '#6f4628', `opacity="${0.12 + next() * 0.2}"`),
      ) +
      `<g transform="rotate(-7 ${width / 2} ${height / 2})">` +
      rect(width * 0.2, height * 0.2, width * 0.4, height * 0.6, '#fbf8f0', 'rx="6"') +
      many(11, (index) =>
        rect(
          width * 0.24,
          height * (0.27 + index * 0.045),
          width * (0.14 + next() * 0.18),
          5,
          '#4a5a78',
          'opacity=".7"',
        ),
      ) +
      rect(width * 0.64, height * 0.24, 18, height * 0.5, '#25324a', 'rx="8"') +
      '</g>' +
      circle(width * 0.82, height * 0.34, height * 0.13, '#f4efe6') +
      circle(width * 0.82, height * 0.34, height * 0.105, '#4a2c1b') +
      circle(width * 0.82, height * 0.34, height * 0.06, '#7a4c2e', 'opacity=".6"')
    );
  },

  fields: (canvas: Canvas) => {
    const { width, height, next } = canvas;
    return (
      backdrop(canvas, ['#7fb2dd', '#cfe5f3', '#f6f1df']) +
      many(
        4,
        () =>
          `<ellipse cx="${next() * width}" cy="${height * (0.12 + next() * 0.2)}" rx="${90 + next() * 120}" ry="26" fill="#fff" opacity=".8"/>`,
      ) +
      ridge(canvas, { level: 0.56, rough: 0.05, fill: '#86a86a' }) +
      ridge(canvas, { level: 0.66, rough: 0.05, fill: '#d7b24c' }) +
      ridge(canvas, { level: 0.8, rough: 0.05, fill: '#c2972f' }) +
      many(90, () =>
        circle(
          next() * width,
          height * (0.84 + next() * 0.15),
          5 + next() * 5,
          next() < 0.7 ? '#c8332e' : '#f1e9d0',
        ),
      )
    );
  },
} as const satisfies Record<string, (canvas: Canvas) => string>;

export type Scene = keyof typeof SCENES;

/** What hair, skin and clothes of a portrait are chosen from. */
const SKINS = ['#f1c9a5', '#e0ac82', '#c68b5e', '#8d5a3b', '#5c3a28', '#f6d7bd'];
const HAIRS = ['#2b1d16', '#5a3a22', '#a8743c', '#1c1c20', '#8a8a90', '#d9b26a'];
const CLOTHES = ['#2f5d62', '#34435e', '#b4532a', '#6d4c7d', '#3f6b55', '#8c3b3b', '#d6a84f'];
const WALLS = ['#f2c6a0', '#cfe3f5', '#d9e8cf', '#ead6ea', '#f4e3b5', '#c7d5dd'];

function portrait({ width, height, next }: Canvas): string {
  const pick = (colours: readonly string[]) =>
    colours[Math.floor(next() * colours.length)] ?? '#888';
  const [skin, hair, clothes, wall] = [pick(SKINS), pick(HAIRS), pick(CLOTHES), pick(WALLS)];
  const [x, y, r] = [width / 2, height * 0.42, width * 0.19];
  const isLong = next() < 0.5;
  return (
    rect(0, 0, width, height, wall) +
    circle(width * 0.5, height * 0.42, width * 0.42, '#ffffff', 'opacity=".25"') +
    (isLong
      ? `<ellipse cx="${x}" cy="${y + r * 0.5}" rx="${r * 1.3}" ry="${r * 1.75}" fill="${hair}"/>`
      : '') +
    path(
      `M${width * 0.12} ${height}a${width * 0.38} ${height * 0.36} 0 0 1 ${width * 0.76} 0Z`,
      clothes,
    ) +
    rect(x - r * 0.36, y + r * 0.6, r * 0.72, r * 0.9, skin, 'rx="26"') +
    `<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * 1.16}" fill="${skin}"/>` +
    path(
      `M${x - r * 1.08} ${y - r * 0.1}C${x - r * 1.2} ${y - r * 1.9} ${x + r * 1.2} ${y - r * 1.9} ${x + r * 1.08} ${y - r * 0.1}C${x + r * 0.7} ${y - r * 0.9} ${x - r * 0.4} ${y - r * 0.7} ${x - r * 1.08} ${y - r * 0.1}Z`,
      hair,
    ) +
    circle(x - r * 0.36, y + r * 0.05, r * 0.085, '#2a211c') +
    circle(x + r * 0.36, y + r * 0.05, r * 0.085, '#2a211c') +
    `<path d="M${x - r * 0.3} ${y + r * 0.52}q${r * 0.3} ${r * 0.24} ${r * 0.6} 0" stroke="#7d3b34" stroke-width="${r * 0.08}" fill="none" stroke-linecap="round"/>`
  );
}

/** Draws, and lays the grain of a photograph over it. */
async function develop(
  name: string,
  size: { width: number; height: number },
  draw: (canvas: Canvas) => string,
): Promise<Buffer> {
  const { width, height } = size;
  const drawing = draw({ width, height, next: numbersOf(name) });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawing}</svg>`;
  const grain = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 14 },
    },
  })
    .png()
    .toBuffer();
  return sharp(Buffer.from(svg))
    .flatten()
    .blur(0.6)
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A picture of that kind; another name gives another one. */
export function paintScene(scene: Scene, name: string, isTall = false): Promise<Buffer> {
  const size = isTall ? { width: 900, height: 1200 } : { width: 1200, height: 900 };
  return develop(name, size, SCENES[scene]);
}

/** A profile picture: somebody's portrait, or a scene that stands for them. */
export function paintAvatar(name: string, scene: Scene | null): Promise<Buffer> {
  return develop(name, { width: 512, height: 512 }, scene ? SCENES[scene] : portrait);
}
