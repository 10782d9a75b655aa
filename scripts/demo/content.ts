import type { Scene } from './pictures';

/** What the demo is made of. */
export const DEMO_PASSWORD = 'parley demo 2026';

export interface DemoPerson {
  fullName: string;
  bio: string;
  /** A scene in place of a portrait. */
  avatar?: Scene;
  /** Of those who show their local time. */
  timeZone?: string;
  /** When they were last here. */
  minutesAway: number;
}

/** The first two are those to sign in with. */
export const PEOPLE: readonly DemoPerson[] = [
  {
    fullName: 'Mira Solano',
    bio: 'Landscape architect. Always carrying a notebook.',
    minutesAway: 25,
  },
  {
    fullName: 'Jonas Lindqvist',
    bio: 'Boats, bread, and the occasional spreadsheet.',
    timeZone: 'Europe/Stockholm',
    minutesAway: 4,
  },
  { fullName: 'Amara Okafor', bio: 'Paediatric nurse. Night shifts, strong tea.', minutesAway: 11 },
  {
    fullName: 'Tomás Herrera',
    bio: 'Enseño física y toco la trompeta, lo segundo peor.',
    minutesAway: 190,
  },
  {
    fullName: '田辺 ゆき',
    bio: 'イラストレーター。猫二匹。',
    avatar: 'cat',
    timeZone: 'Asia/Tokyo',
    minutesAway: 55,
  },
  { fullName: 'ليلى حداد', bio: 'ترجمة وكتب وقهوة', avatar: 'books', minutesAway: 38 },
  { fullName: 'Pieter van Dijk', bio: 'Cycling to work since 1998.', minutesAway: 2_900 },
  { fullName: 'Sofia Rinaldi', bio: 'Opera on Sundays.', minutesAway: 760 },
  { fullName: 'Kwame Mensah', bio: 'Carpenter. Measure twice.', minutesAway: 95 },
  {
    fullName: 'Ingrid Bakke',
    bio: 'North of the circle, south of the pole.',
    avatar: 'night',
    minutesAway: 1_480,
  },
  { fullName: 'देव मल्होत्रा', bio: 'Runs slowly but far.', minutesAway: 310 },
  { fullName: 'Hannah Weiß', bio: '', minutesAway: 5_200 },
  { fullName: 'Oskar Łukaszewicz', bio: 'Radio amateur.', avatar: 'peaks', minutesAway: 11_400 },
  { fullName: 'Zoë Martin', bio: 'Bees, beans, bicycles.', avatar: 'fields', minutesAway: 140 },
  { fullName: 'דניאל לוי', bio: 'Sourdough and synthesisers.', minutesAway: 20_300 },
  { fullName: 'Thảo Nguyễn', bio: 'Night market photographer.', avatar: 'city', minutesAway: 640 },
];

export interface DemoTalk {
  /** Places in PEOPLE. */
  between: readonly [number, number];
  /** How many of the newest messages to the first, and to the second, are still unseen. */
  unseen?: readonly [number, number];
  /**
   * `@days hour:minute` begins a new moment that long ago. Every other line is a message: `>` from
   * the first, `<` from the second, and `[scene]` before its text makes it a picture. At its end, in braces: `^2` makes
   * it an answer to the second message above, `*` an edited one, and an emoji is what the other put on it.
   */
  lines: string;
}

export const TALKS: readonly DemoTalk[] = [
  {
    between: [0, 1],
    lines: `
@148 9:12
> Good morning! I hear you have a boat and no plans for August.
< Half of a boat. The other half is paint.
> I can paint. I cannot sail.
< Then we complement each other. {😄}
@141 18:40
< [sea] First evening on the water this year {😍}
> Oh, that light. Where is this?
< Just outside the harbour, looking back at nothing.
@133 20:05
> What does one bring on board?
< Shoes with white soles, a jumper you do not love, and something to read when there is no wind.
> So mostly a book.
< Mostly a book.
@120 7:55
< The engine is in pieces on the kitchen table. Asking for a friend: does vinegar remove rust?
> Yes. It also removes friends.
@118 21:30
< It worked. The kitchen smells like a chip shop.
@97 12:20
> The council said yes to the park by the old station!
< The one with the meadow?
> The one with the meadow. They want it finished before the swallows come back.
< Then I shall order swallows. {😂}
@96 8:15
> [fields] This is what it should look like in three years
< In three years I shall lie down in the middle of it.
@74 16:48
< Bread question. My starter has gone grey. Is it dying or just thinking?
> Grey liquid on top is hunger. Pink is goodbye. {*}
< Definitely grey. I have apologised to it.
@73 9:03
< It forgives me.
@52 19:10
> Are you coming to the opening on Friday? There will be speeches, but also soup.
< What kind of soup?
> Pumpkin.
< I will survive the speeches.
@49 23:02
> Thank you for coming, and for laughing in the right places.
< The mayor was funnier than he knew.
@31 10:34
> Here is the list for the planting weekend: gloves, spades (we have eleven), rain clothes, a cake if anybody feels like it. Train at 8:12 from platform 4, change in Lund, then the bus that says Dalby. I will be at the stop with the red van.
< Gloves, cake, 8:12. And if I miss the bus? {^1}
> Then you walk for forty minutes through beech trees, which is no punishment.
@30 20:45
< [cake] Made a trial cake. For science.
> Is there any left?
< Science is hungry work.
@17 13:26
< The surveyor called. The hull is sound! {🎉}
> I never doubted the hull. I doubted the kitchen table.
@9 17:51
> Did the red paint arrive?
< Two tins. It is called “Signal”, so nobody can say they did not see us.
@4 8:20
> Walk on Sunday? The larches have turned.
< Yes. I bring the thermos, you bring the reasons to go uphill.
@3 15:47
> [peaks] Reason number one {👍}
< Persuasive.
@1 21:14
< I checked the weather: dry until four, and then not at all dry.
> Then we start at nine. {*}
@0 7:58
< Nine it is. I put your gloves in my bag, you left them here in April. {❤️}
> I have been looking for those since April!
< They have been very comfortable. {^1}`,
  },
  {
    between: [0, 2],
    unseen: [2, 0],
    lines: `
@126 6:40
< Off the night shift. The whole ward is asleep, and the sky is doing something ridiculous.
> Show me?
< [sea] From the roof, where I am not allowed to be {😮}
> I will tell nobody.
@110 19:15
> How is the little one with the broken arm?
< Out of plaster today. He asked to keep it. We let him.
@83 7:05
> You were right about the tea. Two minutes longer changes everything.
< I do not want to say I told you so.
> You may.
< I told you so.
@61 22:20
< Can you recommend a tree for a balcony on the north side?
> A Japanese maple in a big pot. It likes to be left alone in the shade, with good soil.
< You just described me.
@60 12:02
> [plant] And if you want green all winter, this one never complains
< It looks like it knows things.
@38 18:33
> Concert on the 14th? There are two tickets left in the row where one can hear the double bass breathe.
< Swapped a shift, I am in! {^1🎉}
@13 9:41
< My sister has a daughter since four this morning. 3,420 grams and very loud.
> Congratulations, aunt! What is she called? {❤️}
< Adaeze. It means the king's daughter, and she has already noticed.
@2 20:12
> Dinner on Thursday? I found the place with the dumplings again.
< Thursday is my long day. Friday?
> Friday, seven.
@0 6:52
< Friday is perfect
< And I will bring pictures of Adaeze. You have been warned.`,
  },
  {
    between: [0, 3],
    unseen: [0, 1],
    lines: `
@139 17:22
< ¿Sigues buscando a alguien que toque en la inauguración?
> Sí, pero que toque bien.
< Entonces pregunto por un amigo.
@138 18:04
> Era broma. ¿Puedes el viernes?
< Puedo. Practico hasta entonces, pobres vecinos.
@88 11:10
< Hoy un alumno me preguntó por qué el cielo no es violeta si el violeta se dispersa más. Media clase se quedó después de la hora.
> ¿Y por qué no lo es?
< Porque nuestros ojos prefieren el azul. Y porque el sol da menos violeta. Les dije que lo comprobaran en casa.
@57 21:35
> Escuché tu grabación. El final es precioso.
< Gracias. El principio también era precioso antes de que lo tocara yo.
@20 16:02
> Nos vemos en Madrid en diciembre. ¿Qué no me puedo perder?
< El mercado a primera hora, antes de que despierten los turistas.
< [market] Así, a las siete
> Pongo el despertador.
@5 13:30
> Ya tengo los billetes: llego el 12 por la tarde.
< Te recojo. Llevaré la trompeta para que me encuentres.
@0 8:41
> Por favor, sin la trompeta 😄`,
  },
  {
    between: [0, 4],
    lines: `
@104 10:20
> Your drawings for the park arrived. Everybody stopped talking when I unrolled them.
< うれしいです！ Thank you. The heron was difficult, he would not sit still.
> Was there a real heron?
< There was a plastic one in a shop window. Very still, but the shopkeeper was not.
@79 14:45
< [cat] He wants to help with the colours
> I can see that he has opinions.
< He sat on the blue. Now there is no more blue.
@44 9:30
> Could the sign at the pond be a little quieter? The council thinks that frogs do not wear hats.
< They have never met my frogs.
@43 9:58
< I took the hats off. I keep them in a drawer for later.
@22 17:16
< The exhibition opens on 3 December, in the small gallery behind the bathhouse. Ten pictures, one for each month in which it rained.
> I will be there. In boots.
@6 11:02
> [desk] Your postcard is on my desk now. The tea is still warm.
< That is the nicest place a card can be.`,
  },
  {
    between: [0, 5],
    unseen: [1, 0],
    lines: `
@131 12:15
< صباح الخير! هل وصلتك الترجمة؟
> وصلت، وقرأتها مرتين. الفقرة عن الحديقة أجمل من الأصل.
< لا تخبري المؤلف.
@130 12:50
> One question: is “ظل” here shade, or shadow?
< Both. That is why I love the word, and why I slept badly.
@92 18:22
< [books] The second-hand shop in Damascus Street is closing. I rescued what I could carry.
> How many times did you go?
< Four. The taxi driver now recommends novels to me.
@64 20:40
> القهوة التي أرسلتِها انتهت في أسبوع 😅
< الهيل هو السر. أرسل لك غيرها.
@28 9:12
< The publisher wants a title by Monday. I have eleven, all of them wrong.
> Which is the least wrong?
< “The Gardener's Two Languages”.
> Keep that one.
@27 15:33
< They kept it!
@7 16:44
> هل تأتين إلى الحفل يوم السبت؟
< نعم، ومعي كعك التمر.
@0 9:20
< وجدت لك كتابًا عن الحدائق الأندلسية، نسخة قديمة وفيها رسوم باليد`,
  },
  {
    between: [0, 8],
    lines: `
@115 8:30
> The bench by the water: oak or larch?
< Larch. Oak is for people who want to be remembered. Larch is for people who want to sit.
> Larch, then. Four of them, two metres each.
@101 17:05
< First one is glued. It has to rest until Thursday, like everybody.
@87 12:44
< Delivered the four. Somebody was sitting on one before I had it off the lorry.
> What did they say?
< “About time.”
@59 10:11
> Do you have a drill I could borrow?
< Two, even. Come by after six, the bell says “Workshop”.
@35 19:27
< My daughter built her first stool. It has three legs and a strong personality.
> I want one for the office!
< She charges in biscuits.
@16 13:08
> Twelve biscuits, oat and chocolate. Is that a fair price?
< She says yes, and asks when the next order is.
@1 18:19
< [desk] Drawing for the footbridge. The handrail follows the river, as you wanted.
> It is beautiful. The engineer will cry, but for joy.`,
  },
  {
    between: [0, 9],
    unseen: [1, 0],
    lines: `
@146 15:00
< The last snow has gone from the south side. We call that summer.
> We call it July.
@90 23:31
< It does not get dark now. I planted potatoes at eleven in the evening, wearing sunglasses.
@41 21:08
< [night] First northern lights of the autumn, right over the drying racks
> I do not know what to say. I am just looking.
< That is the correct thing to do.
@40 8:12
> Is it true that you can hear them?
< My grandmother said so. My neighbour says it was the fridge.
@12 16:30
> How cold is it?
< The good gloves, not yet the best gloves.
@1 17:40
< [snow] And now we are in the best gloves`,
  },
  {
    between: [0, 10],
    lines: `
@99 5:58
< 12 km before breakfast. The dog did 20, he cannot run straight.
> I got up before breakfast too, but for breakfast.
@66 18:21
> नमस्ते! How was the half marathon?
< Slow, wet, happy. 2:31. A grandmother overtook me, singing.
@19 19:55
< Do you know a route by the river that is not all asphalt?
> From the old mill to the second weir, on the left bank. Seven kilometres, kingfishers with some luck.
< Kingfishers at six in the morning?
> They are up. Are you?
@18 6:47
< Saw one! Blue as a matchbox.
@3 20:30
> The mill path is flooded until Tuesday, by the way.
< Good to know, thank you. Hills it is.`,
  },
  {
    between: [0, 13],
    unseen: [3, 0],
    lines: `
@122 11:40
< The bees have moved in. Two colonies, one of them polite.
> And the other?
< The other has met my ankles.
@70 17:17
< 14 kilos of honey, and it tastes of your lime trees!
> My lime trees are very proud.
@33 9:24
> What should I sow along the tram line for them? It must survive dogs and commuters.
< Phacelia, borage, white clover. The commuters will thank you, the dogs will not notice.
@10 18:02
> Ordered all three. You have a tram stop named after you, unofficially.
< I have always wanted to be a request stop.
@0 7:15
< Are you awake? The swarm is on the letterbox of number 12
< The postman is being very brave
< [fields] This is where they should be instead`,
  },
  {
    between: [0, 7],
    lines: `
@109 22:48
< I cried in the third act, as planned.
> Even though you knew how it ends?
< Because I know how it ends!
@47 10:05
> What is a good opera for somebody who has never seen one?
< La bohème. Short, cold, hungry, in love. Like being a student.
@46 12:31
> Two tickets for the 20th. You explain, I bring the handkerchiefs.
< Bring many.
@26 23:19
> I needed all of them.
< I saw. The lady in front of us has adopted you.
@8 19:40
< [city] The view from the opera bar after the rain
> Next time we stay for that.`,
  },
  {
    between: [0, 15],
    lines: `
@55 16:10
< Chào chị! Your meadow would look wonderful by moonlight. May I take pictures there?
> Of course! The gate on the north side is never locked, but it squeaks.
< I shall leave the squeak out.
@36 23:44
< [market] From the night market on the way home. I meant to go straight to bed.
> I can almost smell it.
@11 20:20
> The council wants your moonlight series for the town hall. Six large prints.
< I am sitting down now.
> Is that a yes?
< That is a yes from somebody on the kitchen floor.`,
  },
  {
    between: [0, 6],
    lines: `
@85 8:05
< Puncture number 400. I baked a small cake for it.
> On which day did you have number one?
< 3 March 1998, in the rain, in front of the mayor.
@24 17:50
> Is the new cycle path wide enough for two who are talking?
< Wide enough for two who are arguing. Well done.`,
  },
  {
    between: [0, 11],
    lines: `
@76 14:20
> Hast du noch den Schlüssel zum Gartenhaus?
< Ja, er hängt bei mir neben der Tür. Brauchst du ihn am Wochenende?
> Am Samstag, für die Apfelbäume.
< Dann bringe ich ihn mit und helfe beim Schneiden.
@37 19:06
< Wie viele Gläser Apfelmus sind zu viele?
> Es gibt keine Zahl, die so groß wäre.
< Gut. Es sind 41.`,
  },
  {
    between: [1, 2],
    lines: `
@45 18:00
> Mira says you can take a splinter out without a sound.
< I can. The other person usually cannot.
@14 12:30
< Happy birthday! May all your ropes be dry.
> Thank you! That is the nicest thing anybody has wished me this year.`,
  },
  {
    between: [1, 8],
    unseen: [1, 0],
    lines: `
@62 9:45
> Would you look at my mast? It has a crack as long as a hand.
< Along the grain, or across?
> Along.
< Then it will outlive us both. Bring it over.
@2 16:25
< Mast is varnished. Three coats, a fourth if you can wait until Saturday.`,
  },
  {
    between: [1, 9],
    lines: `
@50 20:15
> Which of your islands has a harbour, a bakery, and no wind?
< You may choose two.
> The bakery, then, and the harbour.
< Welcome to the wind.`,
  },
];

/** Notes the first of them keeps for herself, in the form of a talk with nobody else. */
export const NOTES = `
@68 10:10
> Swallows back on 12 April last year. Meadow must be mown before that.
@21 22:05
> Paint for the gate: “Signal”, two tins. Ask Jonas for the rest of his.
@5 8:30
> https://example.org/larch-and-water
@0 7:40
> Sunday: thermos (J.), gloves (found!), map, the good cheese`;
