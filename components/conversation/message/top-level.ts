/** Those of countries, as IANA lists them. */
const COUNTRIES =
  'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw';
/** The others that people meet; of the more than a thousand there are, most are words of any text. */
const OTHERS =
  'com org net edu gov mil int info biz pro aero asia cat coop jobs museum travel xxx app art berlin blog chat click cloud club codes community company dev digital email events family finance fun games garden global gmbh golf group guide hamburg health help homes host house koeln legal life link live london ltd media money news ngo nyc one ong online page paris party photo photography photos pictures press pub radio rest review rip rocks school science security services shop site social software solutions space store studio support swiss systems tech team tel theatre tips today tokyo tools top town training tube university vip watch website wedding wien wiki work works world wtf xyz zone рф бел укр срб ελ ею бг мкд қаз москва сайт онлайн';
/** Also how files are called: `notes.md` alone is a file, `notes.md/a` and `www.notes.md` are not. */
const FILE_ENDINGS = 'cc md mk ml mm ms pl pm ps py rs sh so st la do';

const known = new Set(`${COUNTRIES} ${OTHERS}`.split(' '));
const files = new Set(FILE_ENDINGS.split(' '));

/** Whether addresses end in that, in lower case. */
export function isTopLevelDomain(label: string): boolean {
  return known.has(label);
}

/** Whether names of files end in that as well, in lower case. */
export function isFileNameEnding(label: string): boolean {
  return files.has(label);
}
