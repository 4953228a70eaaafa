// What the tests need from outside npm: a Chromium, a Chinese font, pdftotext, and three programs that add up our books again.
// As root on Debian or Ubuntu they are installed. An ordinary user brings CHROMIUM, or gets the distribution's packages unpacked
// into .cache/tools, or is told what is missing and how to get it.
import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const fontFile = 'opentype/noto/NotoSansCJK-Regular.ttc';
const toolsDir = resolve('.cache', 'tools');
const browsersDir = resolve('.cache', 'browsers');

const needs = [
  { what: 'Chromium', debian: 'chromium', there: () => chromium() !== undefined },
  { what: 'Noto Sans CJK', debian: 'fonts-noto-cjk', there: () => font() !== undefined },
  {
    what: 'pdftotext',
    debian: 'poppler-utils',
    there: () => onPath('pdftotext') || unpacked('usr/bin/pdftotext'),
  },
  { what: 'beancount', debian: 'beancount', there: () => onPath('bean-check') },
  { what: 'hledger', debian: 'hledger', there: () => onPath('hledger') },
  { what: 'ledger', debian: 'ledger', there: () => onPath('ledger') },
];

/** Makes sure of the tools and returns the environment that leads the tests to them. */
export async function findTestTools() {
  let missing = needs.filter((need) => !need.there());
  if (missing.length > 0) {
    const packages = missing.map((need) => need.debian);
    const apt = onPath('apt-get') && onPath('dpkg');
    if (apt && process.getuid?.() === 0) install(packages);
    else if (apt) unpack(packages);
    if (chromium() === undefined) downloadBrowser();
    missing = needs.filter((need) => !need.there());
  }
  for (const need of missing) {
    process.stderr.write(
      `缺少 ${need.what}：请让管理员执行 apt-get install ${need.debian}` +
        `${need.what === 'Chromium' ? '，或设 CHROMIUM=/路径/chromium' : ''}。 ` +
        `${need.what} is missing: apt-get install ${need.debian}.\n`,
    );
  }
  const env = {};
  const browser = chromium();
  if (browser !== undefined) env.CHROMIUM = browser;
  const fontPath = font();
  if (fontPath !== undefined) env.ZHIDIAN_FONT = fontPath;
  if (!onPath('pdftotext') && unpacked('usr/bin/pdftotext')) {
    env.PATH = `${join(toolsDir, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
  }
  return env;
}

function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const wrapper = join(toolsDir, 'bin', 'chromium');
  // Ubuntu's chromium-browser is a stub that asks for snap; only names that are the browser itself count.
  for (const name of ['chromium', 'google-chrome-stable', 'google-chrome', 'headless_shell']) {
    const found = which(name);
    if (found !== undefined && runs(found)) return found;
  }
  if (existsSync(wrapper) && unpacked('usr/lib/chromium/chromium') && runs(wrapper)) return wrapper;
  return downloadedBrowser();
}

/** A snap's stub, or a browser whose libraries are missing, is there but does not run. */
function runs(path) {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function font() {
  return [process.env.ZHIDIAN_FONT, join('/usr/share/fonts', fontFile), join(toolsDir, 'root/usr/share/fonts', fontFile)].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );
}

function unpacked(path) {
  return existsSync(join(toolsDir, 'root', path));
}

function onPath(name) {
  return which(name) !== undefined;
}

function which(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder || '.', name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

function install(packages) {
  process.stderr.write(`正在安装 ${packages.join(' ')} (installing)…\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words) => spawnSync('apt-get', [...words], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000 }).status === 0;
  const attempt = (names) => apt('install', '-y', '-q', '--no-install-recommends', ...names);
  if (attempt(packages)) return;
  apt('update', '-q');
  // One by one: a distribution that lacks one of them still gives the others.
  for (const name of packages) attempt([name]);
}

/** Playwright's own build of the browser, where the distribution has none that runs (Ubuntu's is a snap). */
function downloadBrowser() {
  process.stderr.write('正在下载浏览器到 .cache/browsers (downloading a browser)…\n');
  const cli = resolve('node_modules/playwright-core/cli.js');
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: browsersDir };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 };
  const withDeps = process.getuid?.() === 0 ? ['--with-deps'] : [];
  spawnSync(process.execPath, [cli, 'install', ...withDeps, '--only-shell', 'chromium'], options);
}

function downloadedBrowser() {
  if (!existsSync(browsersDir)) return undefined;
  return readdirSync(browsersDir, { recursive: true })
    .filter((name) => /(^|\/)(headless_shell|chrome-headless-shell)$/.test(name))
    .map((name) => join(browsersDir, name))
    .find((path) => runs(path));
}

/** The packages that the machine lacks for these, fetched and unpacked without being installed. */
function unpack(packages) {
  process.stderr.write(`正在下载 ${packages.join(' ')} 到 .cache/tools (downloading)…\n`);
  const plan = spawnSync('apt-get', ['install', '-s', '-q', '--no-install-recommends', ...packages], {
    encoding: 'utf8',
  });
  const names = [...(plan.stdout ?? '').matchAll(/^Inst (\S+) \((\S+)/gm)].map(([, name, version]) => `${name}=${version}`);
  if (names.length === 0) return;
  const downloads = join(toolsDir, 'downloads');
  const draft = join(toolsDir, 'root.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(downloads, { recursive: true });
  // What was unpacked before stays. Under another name meanwhile: half of a program must not look like one.
  if (existsSync(join(toolsDir, 'root'))) renameSync(join(toolsDir, 'root'), draft);
  else mkdirSync(draft, { recursive: true });
  spawnSync('apt-get', ['download', '-q', ...names], {
    cwd: downloads,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const file of readdirSync(downloads).filter((name) => name.endsWith('.deb'))) {
    if (spawnSync('dpkg', ['-x', join(downloads, file), draft], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) return;
  }
  renameSync(draft, join(toolsDir, 'root'));
  rmSync(downloads, { recursive: true, force: true });
  writeWrappers();
}

/** Programs that lie in a private folder find their libraries and fonts there through these. */
function writeWrappers() {
  const base = join(toolsDir, 'root');
  const libraries = readdirSync(join(base, 'usr/lib'))
    .filter((name) => name.includes('-linux-gnu'))
    .flatMap((name) => [join(base, 'usr/lib', name), join(base, 'lib', name)]);
  mkdirSync(join(toolsDir, 'bin'), { recursive: true });
  const fonts = join(toolsDir, 'fonts.conf');
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>` +
      `<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>${base}/usr/share/fonts</dir>` +
      `<cachedir>${toolsDir}/fontcache</cachedir></fontconfig>\n`,
  );
  const wrap = (name, program, flags) => {
    if (!existsSync(join(base, program))) return;
    const path = join(toolsDir, 'bin', name);
    writeFileSync(path, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries.join(':')}' FONTCONFIG_FILE='${fonts}' exec '${join(base, program)}' ${flags} "$@"\n`);
    chmodSync(path, 0o755);
  };
  wrap('chromium', 'usr/lib/chromium/chromium', '--no-sandbox');
  wrap('pdftotext', 'usr/bin/pdftotext', '');
}
