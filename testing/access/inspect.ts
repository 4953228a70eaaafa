const wanted: Record<string, RegExp> = {
  'content-security-policy':
    /^default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'permissions-policy': /geolocation=\((self)?\).*microphone=\(\)|microphone=\(\).*geolocation=\((self)?\)/,
  'cache-control': /^(private, no-store|public, max-age=(86400|31536000), immutable|public, max-age=300)$/,
};

/** What is wrong with any answer of the site, whatever was asked: its headers, and script or style written into a page (where `page` is wanted). */
export async function faultsOf(answer: Response, page = true): Promise<string[]> {
  const faults: string[] = [];
  for (const [name, pattern] of Object.entries(wanted)) {
    const value = answer.headers.get(name);
    if (value === null || !pattern.test(value)) faults.push(`${name}: ${value ?? 'missing'}`);
  }
  for (const name of ['x-powered-by', 'server']) if (answer.headers.has(name)) faults.push(`tells ${name}`);
  for (const cookie of answer.headers.getSetCookie()) {
    // The switches of language and type size hold nothing to protect.
    if (!/^zd_(lang|type)=/.test(cookie) && !/;\s*HttpOnly/i.test(cookie)) faults.push(`cookie for scripts: ${cookie.split('=')[0]}`);
    if (!/;\s*SameSite=(Lax|Strict)/i.test(cookie)) faults.push(`cookie for other sites: ${cookie.split('=')[0]}`);
  }
  if (page && answer.headers.get('content-type')?.startsWith('text/html')) faults.push(...faultsInPage(await answer.clone().text()));
  return faults;
}

/** Script, style or handlers written into the HTML of a page, addresses that run script, and things fetched from elsewhere. */
export function faultsInPage(html: string): string[] {
  const faults: string[] = [];
  for (const [, attributes = '', body = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)) {
    if (!/\bsrc="\/assets\/[^"]+"/.test(attributes) || body.trim() !== '') faults.push(`inline script: ${body.slice(0, 60)}`);
  }
  if (/<style\b/i.test(html)) faults.push('style element');
  // Text between tags may say anything; only tags are looked at.
  for (const [tag] of html.matchAll(/<[a-z][^\s>]*(?:\s+[^\s=>"]+(?:="[^"]*")?)*\s*\/?>/gi)) {
    if (/\sstyle="/i.test(tag)) faults.push(`style attribute: ${tag.slice(0, 100)}`);
    if (/\son[a-z]+="/i.test(tag)) faults.push(`handler: ${tag.slice(0, 100)}`);
    if (/\s(?:href|src|action|formaction|xlink:href)="\s*(?:javascript|vbscript|data:text)/i.test(tag))
      faults.push(`script in an address: ${tag.slice(0, 100)}`);
    if (/^<(?:script|link|img|iframe|source|video|audio|object|embed|use)\b/i.test(tag) && /\s(?:src|href)="(?:https?:)?\/\//i.test(tag))
      faults.push(`from elsewhere: ${tag.slice(0, 100)}`);
    if (/^<a\b/i.test(tag) && /\starget="_blank"/.test(tag) && !/\srel="[^"]*noopener/.test(tag)) faults.push(`opens without noopener: ${tag.slice(0, 100)}`);
  }
  const ids = [...html.matchAll(/<[^>]+\sid="([^"]+)"/g)].map((match) => match[1] ?? '');
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) faults.push(`id twice: ${id}`);
    seen.add(id);
  }
  return faults;
}
