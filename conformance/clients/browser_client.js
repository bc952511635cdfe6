// Makes calls with the TypeScript client in headless Chromium: one JSON request a line in, one JSON answer a line out.
// The client is bundled unchanged; the page comes from another origin than the server, as it does in real use.

const fs = require('fs');
const http = require('http');
const path = require('path');
const readline = require('readline');
const esbuild = require('esbuild');
const { chromium } = require('playwright-core');

const CHROMIUM = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
};

/** Gives the page all classes of the client by name, which the package itself offers one file each. */
const allTypes = {
  name: 'all-types',
  setup(build) {
    const folder = path.join(path.dirname(require.resolve('kaltura-typescript-client')), 'types');
    build.onResolve({ filter: /^all-types$/ }, () => ({ path: folder, namespace: 'all-types' }));
    build.onLoad({ filter: /.*/, namespace: 'all-types' }, () => {
      const files = fs.readdirSync(folder).filter((name) => name.endsWith('.js'));
      const requires = files.map((name) => `require(${JSON.stringify(`./${name}`)})`);
      return { contents: `exports.types = Object.assign({}, ${requires.join(', ')});`, resolveDir: folder };
    });
  },
};

async function bundle() {
  const built = await esbuild.build({
    entryPoints: [path.join(__dirname, 'browser_page.js')],
    nodePaths: [process.env.NODE_PATH],
    bundle: true,
    write: false,
    logLevel: 'error',
    plugins: [allTypes],
  });
  return built.outputFiles[0].text;
}

/** Makes one call in the page. The client never settles its promise when it cannot read an answer: hence the limit. */
async function make(page, request) {
  const call = page.evaluate(([server, asked]) => window.make(server, asked), [process.argv[2], request]);
  const limit = new Promise((_, reject) => setTimeout(reject, 30000, new Error('no result within 30 seconds')).unref());
  return Promise.race([call, limit]).catch((problem) => ({ broken: String(problem) }));
}

/** Serves the page on a free port and returns its address. */
function servePage(script) {
  const bodies = { '/': ['text/html', '<!doctype html><script src="page.js"></script>'], '/page.js': ['text/javascript', script] };
  const server = http.createServer((request, response) => {
    const [type, body] = bodies[request.url] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}/`));
  });
}

async function main() {
  const address = await servePage(await bundle());
  const browser = await chromium.launch(CHROMIUM);
  const page = await browser.newPage();
  page.on('pageerror', (problem) => process.stderr.write(`page: ${problem.stack}\n`));
  await page.goto(address);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await make(page, JSON.parse(line)))}\n`);
  }
  await browser.close();
  process.exit(0);
}

main();
