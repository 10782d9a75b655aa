/** What the demo is made of. */
export const DEMO_PASSWORD = 'parley demo 2026';

export const PEOPLE = [
  { fullName: 'Mira Solano', bio: 'Landscape architect. Always carrying a notebook.' },
  { fullName: 'Jonas Lindqvist', bio: 'Boats, bread, and the occasional spreadsheet.' },
  { fullName: 'Amara Okafor', bio: 'Paediatric nurse. Night shifts, strong tea.' },
  { fullName: 'Tomás Herrera', bio: 'Teaches physics, plays the trumpet badly.' },
  { fullName: 'Yuki Tanabe', bio: 'Illustrator. Cats welcome.' },
  { fullName: 'Leila Haddad', bio: 'ترجمة وكتب وقهوة · translator' },
  { fullName: 'Pieter van Dijk', bio: 'Cycling to work since 1998.' },
  { fullName: 'Sofia Rinaldi', bio: 'Opera on Sundays.' },
  { fullName: 'Kwame Mensah', bio: 'Carpenter. Measure twice.' },
  { fullName: 'Ingrid Bakke', bio: 'North of the circle, south of the pole.' },
  { fullName: 'Dev Malhotra', bio: 'Runs slowly but far.' },
  { fullName: 'Hannah Weiss', bio: '' },
  { fullName: 'Oskar Nowak', bio: 'Radio amateur.' },
  { fullName: 'Zoë Martin', bio: 'Bees, beans, bicycles.' },
] as const;

export const PICTURES = [
  'The view from the hut this morning',
  'Low tide',
  'First frost on the fields',
  'From the train',
  'The garden, finally',
] as const;

/** Short exchanges, told in turns; PICTURE stands for an image with its caption. */
export const EXCHANGES: readonly (readonly string[])[] = [
  [
    'Are you still coming on Saturday?',
    'Yes! The 10:40 train, I think.',
    'Perfect, I will pick you up.',
  ],
  ['PICTURE', 'Oh wow. Where is that?', 'Just behind the house, believe it or not.'],
  [
    'Did the delivery arrive?',
    'This morning. One box was wet but everything inside is fine.',
    '👍',
  ],
  ['Happy birthday!! 🎉', 'Thank you 😊', 'Cake tonight?', 'There is always cake.'],
  [
    'Can you send me the address again?',
    'Harbour Street 14, second floor. The bell says “Workshop”.',
  ],
  [
    'I read the draft.',
    'And?',
    'I like it. The second chapter starts a page too late, but the ending is lovely.',
  ],
  ['Running ten minutes late, sorry', 'No hurry, I found a table by the window.'],
  [
    'What was the name of that book you talked about?',
    '“The Summer Book”, Tove Jansson.',
    'Ordered it. Thanks!',
  ],
  ['Good morning ☀️', 'Morning! Coffee at the usual place?', 'In half an hour?', 'See you there.'],
  ['PICTURE', '😍', 'I took about two hundred like this.'],
  ['The meeting moved to three.', 'Thanks for telling me, I had it at two.'],
  ['مرحبا! كيف كان السفر؟', 'طويل، لكن كل شيء بخير 🙂'],
  [
    'Here is what I found out: the old ferry still runs on weekdays, but only until the end of September, and you have to call the day before. The number is on the notice board at the pier.',
    'That is exactly what I needed, thank you.',
  ],
  ['Do you have a drill I could borrow?', 'Two, even. Come by after six.'],
  [
    'How was the concert?',
    'Loud! And wonderful. They played for almost three hours.',
    'Next time I am coming along.',
  ],
  ['https://example.org/recipes/plum-cake', 'Making that on Sunday.', 'Save me a piece 🙏'],
];
