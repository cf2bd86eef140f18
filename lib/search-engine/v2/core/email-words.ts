const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** "ig@some.name" and "by@some.name" say whose handle follows. */
export const HANDLE_LEADS = words("fb ig insta sc snap tt ttv tg yt by via w with ft feat follow and");
/** Never a mailbox: "live (at) some.site" tells where, not whom to write to. */
export const NOT_A_NAME = words(`
  find here there live more out see streaming us you we it is are be watch videos look back up on off now
`);
export const PRONOUNS = words(
  "me us you we i he she it him her them they this that my myself your yourself our",
);
/** "nothing at all dot com", "look at me dot com" */
export const NOT_A_SITE: ReadonlySet<string> = new Set([
  ...PRONOUNS,
  ...words("all home night large last first least once heart work school noon"),
]);
/** Mailboxes at a domain of one's own, and labels in front of a provider's. */
export const LABELS = words(
  "email mail e-mail gmail contact business inquiries enquiries dm message address account",
);
export const PLACE_WORDS = words(`
  am in write reach login sign log hit available only email dm message address account
  shop shopping store stream streams video follow join visit get buy read listen meet arrive work works
  working worked play playing show shows site website blog podcast music merch art prints photos pics
  tickets stuff link links online everything all good great best today tomorrow tonight start stay staying
  starting open order learn train study class classes brunch lunch dinner breakfast coffee drinks party gig
  gigs rave event festival gym school uni
`);
/** "laugh at yourself dot com", "eat at some place dot com" */
export const VERBS_WITH_AT = words(`
  aim laugh smile stare glance shout yell point throw excel bad better amazing expert eat drink dine sleep sit
  stand hang chill sell trade teach perform race bake hike sing dance talk speak
`);
export const TITLES = words(`
  founder cofounder co-founder ceo cto cfo coo cmo vp president editor writer author host cohost co-host
  model designer developer engineer director producer manager owner creator artist photographer blogger
  vlogger coach student ambassador partner intern contributor columnist reporter journalist chef dj teacher
  trainer stylist makeup mua dancer singer actor actress athlete consultant marketer marketing sales lead
  head staff member team creative content streamer presenter anchor professor lecturer phd researcher nurse
  doctor lawyer attorney barista server cook baker pilot officer analyst scientist engineering product data
  design research strategy growth community realtor agent broker driver operator technician assistant
  freelancer consultant barber tattooer florist fellow alum alumna alumni alumnus class events resident
`);
/** Nobody reads what is sent there. */
export const UNREAD = /^(?:no|not?|do-?not|dont|never)[._-]?repl(?:y|ies)\b/;
export const ROLES = words(
  "hello hi hey contact info business booking bookings collab collabs pr press team office",
);

/** Words in several languages behind which an address is announced. */
export const ANNOUNCING = words(`
  mail mails email emails e-mail e-mails gmail contact contacts kontakt contato contacto contatti correo
  courriel iletişim почта почту почте пишите dm dms pr pro biz business booking bookings collab collabs
  colab colabs collaboration collaborations colaboraciones collaborazioni parcerias comercial publicidad
  anfragen współpraca сотрудничество реклама рекламы işbirliği endorse kerjasama promo promos promotion
  promotions inquiry inquiries enquiry enquiries mgmt management partnership partnerships sponsor sponsors
  sponsorship sponsorships press work info write reach message me us to or and by via is an unter para por
  par per na на at on here please pls now
`);
