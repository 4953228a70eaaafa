import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let request: string;
beforeAll(async () => {
  s = await wholeSite();
  request = await s.value("select r.id from spending_request r where r.state = 'approved' and r.item like '防护地垫%'");
}, 300_000);
afterAll(() => s?.close());
const text = async (response: Response | Promise<Response>) => (await response).text();
const page = (who: 'secretaryElsewhere' | 'officer' | 'auditor' = 'secretaryElsewhere') => text(s.get(who, `${base}/spending/${request}`));
const today = () => s.value("select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')");

describe('the page of a request', () => {
  it('hands out an advance, says who holds it since when, and that the request is neither paid nor taken back meanwhile', async () => {
    expect(await page()).toContain('登记预支');
    expect(await page('auditor')).not.toContain('登记预支');
    const day = await s.value("select to_char(max(a.at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') from spending_approval a where a.request_id = $1", request);
    const fields = { holder: 'supplier', amount: '3000', day, method: 'cash' };
    const tooMuch = await s.post('secretaryElsewhere', `${base}/spending/${request}/advance`, { ...fields, amount: '5000.01' });
    expect(tooMuch.status).toBe(422);
    expect(await tooMuch.text()).toContain('超过批准的金额');
    expect((await s.post('secretaryElsewhere', `${base}/spending/${request}/advance`, fields)).status).toBe(303);
    const after = await page();
    expect(after).toContain('预支未清');
    expect(after).toContain('3,000.00');
    expect(after).toContain('结清预支');
    expect(after).not.toContain('登记付款</button>');
    const account = await text(s.get('auditor', `${base}/books/advances`));
    expect(account).toContain('防护地垫');
    expect((await s.get('secretaryElsewhere', `${base}/spending/${request}/advance.pdf`)).headers.get('content-type')).toBe('application/pdf');
  });
  it('settles it by its receipts, and the office undoes the payment: the advance is open again', async () => {
    const day = await today();
    const settle = (fields: Record<string, string>) => s.post('secretaryElsewhere', `${base}/spending/${request}/settle-advance`, { day, ...fields });
    const silent = await settle({ amount1: '2800' });
    expect(silent.status).toBe(422);
    expect(await silent.text()).toContain('有交回或补付，请选择方式');
    expect((await settle({ amount1: '2800', method: 'cash' })).status).toBe(303);
    expect(await page()).toContain('200.00');
    const undo = await s.post('officer', `${base}/spending/${request}/reverse-payment`, { reason: '票据看错', then: 'reopen' });
    expect(undo.status).toBe(303);
    const after = await page();
    expect(after).toContain('预支未清');
    expect(after).toContain('票据看错');
  });
});

describe('the books of the office', () => {
  it('take in a project that runs already only as its agreement says', async () => {
    const form = await text(s.get('officer', `${base}/books/bring-in`));
    expect(form).toContain('录入启用前已在进行的项目');
    const before = await s.fingerprint();
    // A source needs no name of its own.
    const wrong = await s.post('officer', `${base}/books/bring-in`, { title: '老年食堂', kind1: 'grant', planned1: '100' });
    expect(wrong.status).toBe(422);
    const again = await wrong.text();
    expect(again).toContain('老年食堂');
    expect(again).not.toContain('href="#bring-in-name1"');
    expect(await s.fingerprint()).toBe(before);
  });
});
