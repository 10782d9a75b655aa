/**
 * Passwords of eight characters and more that head every published list of leaked ones, lower case.
 * Shorter ones are refused by their length already.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12345678910 123123123 87654321 987654321 0987654321 11111111
   111111111 1111111111 00000000 0000000000 22222222 88888888 99999999 55555555 66666666 77777777
   12341234 11223344 1122334455 123321123 147258369 789456123 123654789 159753456 1q2w3e4r 1q2w3e4r5t
   1qaz2wsx 1qazxsw2 q1w2e3r4 q1w2e3r4t5 zaq12wsx qazwsxedc qwertyui qwertyuiop qwerty123 qwerty12
   qwerty1234 qwerty12345 qwertz123 asdfghjk asdfghjkl asdf1234 zxcvbnm123 abcd1234 abcdefgh abcdefghi
   abc12345 abc123456 abcd12345 a1b2c3d4 a1234567 a12345678 a123456789 aa123456 aaaaaaaa q1234567
   password password1 password12 password123 password1234 password12345 password! password1! password!1
   passw0rd p@ssword p@ssw0rd p@ssw0rd1 passwort passwort1 passwort123 pass1234 passpass mypassword
   password2 password01 newpassword changeme changeme1 changeme123 letmein1 letmein123 welcome1
   welcome123 welcome01 iloveyou iloveyou1 iloveyou2 sunshine sunshine1 princess princess1 football
   football1 baseball baseball1 basketball superman superman1 spiderman starwars pokemon1 pokemon123
   dragon123 monkey123 master123 shadow123 michael1 jennifer jordan23 michelle charlie1 jessica1
   ashley123 computer internet samsung1 samsung123 whatever trustno1 liverpool liverpool1 chelsea1
   arsenal1 manchester barcelona realmadrid juventus corvette mercedes mustang1 ferrari1 chocolate
   butterfly elephant blink182 metallica nirvana1 slipknot linkinpark eminem123 maverick midnight
   victoria alexander alexandra benjamin christian christina danielle elizabeth veronica stephanie
   patricia nicholas jonathan caroline catherine isabella valentina gabriela fernando alejandro
   anthony1 matthew1 daniel123 andrew123 joshua123 thomas123 robert123 william1 richard1 hello123
   hello1234 hellohello test1234 test12345 testtest testing123 test123456 admin123 admin1234
   administrator admin12345 root1234 rootroot guest123 user1234 default1 secret123 secret12 login123
   google123 facebook facebook1 linkedin myspace1 twitter1 asdasdasd qweqweqwe zxczxczxc qweasdzxc
   1234qwer qwer1234 1234abcd 12qwaszx qwaszx12 1a2b3c4d 123qweasd 123qwe123 qwe123456 asd123456
   zxc123456 aaa111222 abc123abc 123abc123 loveyou1 lovelove iloveu123 fuckyou1 fuckyou123 asshole1
   bullshit cocacola swordfish babygirl babygirl1 angel123 lovely123 diamond1 summer123 winter123
   spring123 autumn123 january1 december november september football12 correcthorsebatterystaple`
    .split(/\s+/)
    .filter(Boolean),
);
