import { describe, expect, test } from 'vitest';
import { freePort } from '#testing/free-port';
import { dataFolder, started, zhidian } from '#testing/zhidian-process';

const gaoqiao = ['--district', '浦东新区', '--subdistrict', '高桥镇', '--code', 'pd-gq', '--officer', '顾文清'];

describe('./zhidian setup', () => {
  test('prints a link that signs the first officer in, once', async () => {
    const dataDir = dataFolder();
    const port = await freePort();
    const env = { ZHIDIAN_DATA: dataDir, PORT: String(port) };
    const setup = zhidian(['setup', ...gaoqiao, '--phone', '138 0013 8000'], env);
    expect(await setup.exit).toBe(0);
    const link = setup.said.out.trim();
    expect(link).toMatch(new RegExp(`^http://localhost:${port}/link/[\\w-]{20,}$`));

    await started(dataDir, port);
    const headers = { origin: `http://localhost:${port}` };
    // A chat app's preview of the link does not use it up.
    expect((await fetch(link)).status).toBe(200);
    const opened = await fetch(link, { method: 'POST', headers, redirect: 'manual' });
    expect(opened.status).toBe(303);
    expect(opened.headers.get('location')).toBe('/s/pd-gq/start');
    expect(opened.headers.getSetCookie().join()).toContain('session_token');
    const cookie = opened.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const landing = await fetch(`http://localhost:${port}/s/pd-gq/start`, { headers: { cookie } });
    expect(landing.status).toBe(200);
    expect(await landing.text()).toContain('高桥镇');
    expect((await fetch(link, { method: 'POST', headers, redirect: 'manual' })).status).toBe(409);

    // With the server running: nothing is made twice, and a lost link can be had again.
    const again = zhidian(['setup', ...gaoqiao], env);
    expect(await again.exit).toBe(1);
    expect(again.said.out).toBe('');
    expect(again.said.err).toContain('--new-link');
    const another = zhidian(['setup', '--code', 'pd-gq', '--new-link'], env);
    expect(await another.exit).toBe(0);
    expect((await fetch(another.said.out.trim(), { method: 'POST', headers, redirect: 'manual' })).status).toBe(303);
  });

  test.each([
    [['--code', 'pd-gq'], '--district'],
    [[...gaoqiao.slice(0, 5), 'PD GQ'], '--code'],
    [[...gaoqiao, '--phone', '12345'], '--phone'],
    [[...gaoqiao, '--mail', '13800138000'], '--mail'],
    [[...gaoqiao, '--mail', 'a@b.cn', '--phone', '13800138000'], '--phone'],
    [[...gaoqiao, 'extra'], 'extra'],
  ])('%j is misuse', async (args, word) => {
    const { exit, said } = zhidian(['setup', ...args], { ZHIDIAN_DATA: dataFolder() });
    expect(await exit).toBe(2);
    expect(said.err.trim().split('\n')).toHaveLength(1);
    expect(said.err).toContain(word);
  });
});
