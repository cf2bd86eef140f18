/** Hosts in lower case; each stands for its subdomains too. */
export type Sites = ReadonlySet<string>;

const words = (list: string): Sites => new Set(list.trim().split(/\s+/));

/** Providers whose names mean nothing else: "live.com" and "me.com" are left out for that. */
const MAIL_PROVIDERS = words(`
  gmail.com googlemail.com ymail.com rocketmail.com icloud.com msn.com aol.com aol.fr aol.de aim.com
  protonmail.com protonmail.ch proton.me pm.me tutanota.com tutanota.de tuta.io fastmail.com fastmail.fm
  zoho.com zohomail.com rediffmail.com mail.ru inbox.ru bk.ru ya.ru rambler.ru ukr.net mail.bg abv.bg
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com naver.com hanmail.net
  daum.net kakao.com nate.com docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp nifty.com
  web.de t-online.de freenet.de arcor.de bluewin.ch libero.it virgilio.it tiscali.it alice.it tin.it
  orange.fr wanadoo.fr laposte.net sfr.fr telenet.be skynet.be ziggo.nl kpnmail.nl xs4all.nl
  bol.com.br uol.com.br terra.com.br ig.com.br wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net bigpond.com btinternet.com ntlworld.com
  virginmedia.com blueyonder.co.uk telus.net shaw.ca rogers.com mailbox.org posteo.de duck.com
`);
const PROVIDERS_IN_MANY_COUNTRIES = /^(?:yahoo|hotmail|outlook|gmx|yandex)\.(?:com?\.)?[a-z]{2,3}$/;

/** Their addresses are the service's own, never a creator's. */
const LINK_SERVICES = words(`
  linktr.ee linktree.com tr.ee beacons.ai beacons.page bio.link lnk.bio linkin.bio linkinbio.com campsite.bio
  taplink.cc taplink.at tap.bio solo.to allmylinks.com msha.ke milkshake.app carrd.co koji.to withkoji.com
  snipfeed.co stan.store komi.io hoo.be direct.me bit.ly lit.link linkpop.com linkfly.to contactin.bio
  flow.page flowcode.com shorby.com instabio.cc linkr.bio znap.link bento.me pillar.io heylink.me liinks.co
  biolinky.co potofu.me profcard.info about.me bio.site biosite.com later.com linkbio.co lynkfire.com
  instaurl.me many.link mez.ink magic.ly openinapp.co openinapp.com superprofile.bio lynk.id msng.link
  hypel.ink popl.co blinq.me tinyurl.com t.co goo.gl amzn.to ow.ly buff.ly rebrand.ly shorturl.at
  wa.me t.me discord.gg fb.me m.me ko-fi.com buymeacoffee.com cash.app paypal.me
`);

/** Without the platforms that are searched: their adapters name them. */
const SOCIAL_SITES = words(`
  twitch.tv kick.com facebook.com fb.com twitter.com x.com threads.net
  threads.com snapchat.com pinterest.com reddit.com linkedin.com discord.com telegram.org tumblr.com
  onlyfans.com fansly.com patreon.com bsky.app bereal.com clubhouse.com soundcloud.com vimeo.com
`);

/** Sites to be found at; mail addresses there are real, though. */
const OTHER_PLACES = words(`
  substack.com medium.com etsy.com depop.com poshmark.com vk.com ok.ru spotify.com bandcamp.com amazon.com
  ebay.com shopify.com netflix.com apple.com google.com wikipedia.org steamcommunity.com roblox.com
  kickstarter.com gofundme.com ticketmaster.com eventbrite.com airbnb.com yelp.com wattpad.com behance.net
`);

/** A name there is a handle, however it is written. */
const FEDERATED_SERVER =
  /(?:^|\.)(?:mastodon|mstdn|fosstodon|hachyderm|pixelfed|misskey|lemmy|toot|bsky)\.|^(?:mas\.to|infosec\.exchange)$/;
const FEDERATED_TOP_LEVEL = /\.(?:social|exchange)$/;

export function isMailProvider(host: string): boolean {
  return MAIL_PROVIDERS.has(host) || PROVIDERS_IN_MANY_COUNTRIES.test(host);
}

/** True for social networks, the searched platforms among them, and for link-in-bio services. */
export function isServiceHost(host: string, platformHosts: Sites): boolean {
  const isService = [platformHosts, LINK_SERVICES, SOCIAL_SITES].some((sites) => isWithin(host, sites));
  return isService || FEDERATED_SERVER.test(host);
}

/** True for sites at which people are found, though mail addresses there are real. */
export function isPlace(host: string): boolean {
  return isWithin(host, OTHER_PLACES);
}

/** True where "@name@host" is most likely a handle of the fediverse. */
export function isFederatedHost(host: string): boolean {
  return FEDERATED_SERVER.test(host) || FEDERATED_TOP_LEVEL.test(host);
}

function isWithin(host: string, sites: Sites): boolean {
  const labels = host.split(".");
  return labels.some((_, index) => sites.has(labels.slice(index).join(".")));
}
