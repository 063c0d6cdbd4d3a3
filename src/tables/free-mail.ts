/**
 * Free-mail domains: where anyone gets a mailbox for nothing, or for a few coins, and needs no domain of one's own.
 *
 * By provider, so that a person can check and extend it: each name of a row stands with each of its endings. No domains of
 * companies or universities, no placeholders such as `example.com`, no domains of internet providers that only customers of
 * a line get. Source: the providers' own pages for choosing an address.
 */

/** One provider. */
export interface FreeMailRow {
  readonly provider: string;
  /** First parts of its domains. */
  readonly names: readonly string[];
  /** What may follow each of them. */
  readonly endings: readonly string[];
}

/** All providers, in the order of the alphabet. */
export const FREE_MAIL: readonly FreeMailRow[] = [
  { provider: "AOL", names: ["aol"], endings: ["com", "de", "fr", "it", "es", "in", "jp", "co.uk", "com.au", "com.br", "com.mx", "com.ar"] },
  { provider: "AOL", names: ["aim", "compuserve", "cs", "netscape"], endings: ["com"] },
  { provider: "Apple", names: ["icloud", "me", "mac"], endings: ["com"] },
  { provider: "Abv", names: ["abv", "gyuvetch"], endings: ["bg"] },
  { provider: "Arcor", names: ["arcor"], endings: ["de"] },
  { provider: "Centrum", names: ["centrum"], endings: ["cz", "sk"] },
  { provider: "Centrum", names: ["atlas", "volny"], endings: ["cz"] },
  { provider: "CounterMail", names: ["countermail"], endings: ["com"] },
  { provider: "Daum and Kakao", names: ["daum", "hanmail"], endings: ["net"] },
  { provider: "Daum and Kakao", names: ["kakao", "nate"], endings: ["com"] },
  { provider: "Disroot", names: ["disroot"], endings: ["org"] },
  { provider: "Email.cz", names: ["email", "seznam", "post", "spoluzaci"], endings: ["cz"] },
  { provider: "Excite", names: ["excite"], endings: ["com", "it", "co.jp"] },
  { provider: "Fastmail", names: ["fastmail"], endings: ["com", "fm", "net", "org", "us", "co.uk", "de", "es", "fr", "in", "jp", "nl", "se", "to"] },
  { provider: "Freemail", names: ["freemail", "citromail", "indamail", "vipmail"], endings: ["hu"] },
  { provider: "Freenet", names: ["freenet"], endings: ["de"] },
  { provider: "GMX", names: ["gmx"], endings: ["com", "net", "de", "at", "ch", "li", "org", "eu", "fr", "es", "it", "us", "co.uk", "co.in", "ca", "biz", "info", "ie", "pt", "se", "sg", "tm", "ru", "hu"] },
  { provider: "Google", names: ["gmail", "googlemail"], endings: ["com"] },
  { provider: "HEY", names: ["hey"], endings: ["com"] },
  { provider: "Hushmail", names: ["hush", "hushmail"], endings: ["com", "ai", "me"] },
  { provider: "Inbox", names: ["inbox"], endings: ["com", "lv", "lt", "eu"] },
  { provider: "Interia", names: ["interia"], endings: ["pl", "eu", "com"] },
  { provider: "Interia", names: ["poczta"], endings: ["fm"] },
  { provider: "Italiaonline", names: ["libero", "virgilio", "iol", "inwind", "blu"], endings: ["it"] },
  { provider: "La Poste", names: ["laposte"], endings: ["net"] },
  { provider: "Lycos", names: ["lycos"], endings: ["com", "de", "es", "fr", "it", "nl", "co.uk"] },
  { provider: "mail.com", names: ["mail", "email", "usa", "myself", "consultant", "post", "iname", "writeme", "dr", "cheerful", "accountant", "techie", "engineer", "lawyer", "workmail", "asia", "contractor", "activist", "adexec", "allergist", "archaeologist", "artlover", "bikerider", "birdlover", "chemist", "clerk", "columnist", "counsellor", "cyberdude", "cybergal", "deliveryman", "diplomats", "financier", "fireman", "gardener", "geologist", "graduate", "graphic-designer", "groupmail", "hairdresser", "hot-shot", "inorbit", "insurer", "job4u", "journalist", "legislator", "linuxmail", "lobbyist", "optician", "orthodontist", "pediatrician", "photographer", "physicist", "politician", "presidency", "programmer", "publicist", "radiologist", "realtyagent", "repairman", "representative", "rescueteam", "salesperson", "scientist", "secretary", "socialworker", "sociologist", "solution4u", "teachers", "therapist", "toothfairy", "tvstar", "umpire", "musician"], endings: ["com"] },
  { provider: "Mail.ru", names: ["mail", "inbox", "list", "bk", "internet", "xmail"], endings: ["ru"] },
  { provider: "Mailbox.org", names: ["mailbox"], endings: ["org"] },
  { provider: "Mailfence", names: ["mailfence"], endings: ["com"] },
  { provider: "Microsoft", names: ["hotmail"], endings: ["com", "de", "fr", "it", "es", "nl", "be", "ch", "dk", "fi", "gr", "hu", "no", "ph", "rs", "ru", "se", "sg", "sk", "ca", "cl", "co.id", "co.il", "co.in", "co.jp", "co.kr", "co.nz", "co.th", "co.uk", "co.za", "com.ar", "com.au", "com.br", "com.hk", "com.mx", "com.tr", "com.tw", "com.vn", "my", "lt", "lv", "cz"] },
  { provider: "Microsoft", names: ["live"], endings: ["com", "de", "fr", "it", "nl", "be", "at", "ca", "cl", "cn", "dk", "fi", "hk", "ie", "in", "jp", "no", "ru", "se", "co.in", "co.kr", "co.uk", "co.za", "com.ar", "com.au", "com.mx", "com.my", "com.ph", "com.pt", "com.sg", "com.co", "com.pe", "com.ve"] },
  { provider: "Microsoft", names: ["outlook"], endings: ["com", "de", "fr", "it", "es", "at", "be", "cl", "cz", "dk", "hu", "ie", "in", "jp", "kr", "lv", "my", "ph", "pt", "sa", "sg", "sk", "co", "co.id", "co.il", "co.nz", "co.th", "com.ar", "com.au", "com.br", "com.gr", "com.pe", "com.tr", "com.vn"] },
  { provider: "Microsoft", names: ["msn", "passport", "windowslive"], endings: ["com"] },
  { provider: "Naver", names: ["naver"], endings: ["com"] },
  { provider: "NetEase", names: ["126", "163", "vip.163", "188"], endings: ["com"] },
  { provider: "NetEase", names: ["yeah"], endings: ["net"] },
  { provider: "Onet", names: ["onet", "op", "vp", "autograf", "buziaczek", "spoko"], endings: ["pl"] },
  { provider: "Posteo", names: ["posteo"], endings: ["de", "net", "org", "eu", "at", "ch", "be", "es", "fr", "it", "me", "nl", "pl", "us", "co.uk", "uk"] },
  { provider: "Proton", names: ["protonmail"], endings: ["com", "ch", "me"] },
  { provider: "Proton", names: ["proton", "pm"], endings: ["me"] },
  { provider: "Rambler", names: ["rambler", "autorambler", "myrambler"], endings: ["ru"] },
  { provider: "Rediff", names: ["rediffmail"], endings: ["com"] },
  { provider: "Riseup", names: ["riseup"], endings: ["net"] },
  { provider: "Runbox", names: ["runbox"], endings: ["com", "no"] },
  { provider: "Sapo", names: ["sapo"], endings: ["pt"] },
  { provider: "Sina", names: ["sina", "vip.sina"], endings: ["com", "cn"] },
  { provider: "Sohu", names: ["sohu"], endings: ["com"] },
  { provider: "StartMail", names: ["startmail"], endings: ["com"] },
  { provider: "Tencent", names: ["qq", "vip.qq", "foxmail"], endings: ["com"] },
  { provider: "Terra", names: ["terra"], endings: ["com.br"] },
  { provider: "Tin.it", names: ["tin", "alice"], endings: ["it"] },
  { provider: "Other providers in China", names: ["tom", "21cn", "aliyun", "139"], endings: ["com"] },
  { provider: "Tuta", names: ["tuta", "tutanota"], endings: ["com", "de", "io"] },
  { provider: "Tuta", names: ["tutamail"], endings: ["com"] },
  { provider: "Tuta", names: ["keemail"], endings: ["me"] },
  { provider: "Ukr.net", names: ["ukr", "bigmir"], endings: ["net"] },
  { provider: "Ukr.net", names: ["meta", "i", "online"], endings: ["ua"] },
  { provider: "UOL", names: ["uol", "bol", "ig"], endings: ["com.br"] },
  { provider: "UOL", names: ["globo", "globomail"], endings: ["com"] },
  { provider: "Walla", names: ["walla"], endings: ["co.il", "com"] },
  { provider: "WEB.DE", names: ["web", "email"], endings: ["de"] },
  { provider: "WP", names: ["wp", "o2", "tlen", "go2"], endings: ["pl"] },
  { provider: "Yahoo", names: ["yahoo"], endings: ["com", "de", "fr", "it", "es", "ca", "in", "ie", "ro", "gr", "pl", "se", "no", "dk", "nl", "be", "at", "pt", "hu", "cz", "fi", "cn", "co.id", "co.il", "co.in", "co.jp", "co.kr", "co.nz", "co.th", "co.uk", "co.za", "com.ar", "com.au", "com.br", "com.cn", "com.co", "com.hk", "com.mx", "com.my", "com.pe", "com.ph", "com.sg", "com.tr", "com.tw", "com.ve", "com.vn"] },
  { provider: "Yahoo", names: ["ymail", "rocketmail", "myyahoo"], endings: ["com"] },
  { provider: "Yandex", names: ["yandex"], endings: ["com", "ru", "by", "kz", "ua", "uz", "com.tr", "fr", "net"] },
  { provider: "Yandex", names: ["ya", "narod"], endings: ["ru"] },
  { provider: "Zoho", names: ["zoho", "zohomail"], endings: ["com", "eu", "in"] },
];

/** Every free-mail domain, in lower case. */
export const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  FREE_MAIL.flatMap(({ names, endings }) =>
    names.flatMap((name) => endings.map((ending) => `${name}.${ending}`)),
  ),
);
