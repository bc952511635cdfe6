// Makes calls with the Node client (npm kaltura-client): one JSON request a line in, one JSON answer a line out.

const readline = require('readline');
const kaltura = require('kaltura-client');

const config = new kaltura.Configuration();
config.serviceUrl = process.argv[2];
config.setLogger({ log() {}, debug() {}, error() {} });

/** A value of the cases as the client's own class. */
function toClient(value) {
  if (Array.isArray(value)) return value.map(toClient);
  if (value === null || typeof value !== 'object') return value;
  const { objectType, ...given } = value;
  const made = new kaltura.objects[objectType.replace(/^Kaltura/, '')]();
  for (const [name, inner] of Object.entries(given)) {
    const setter = `set${name[0].toUpperCase()}${name.slice(1)}`;
    if (setter in made) made[setter](toClient(inner));
    else made[name] = toClient(inner); // read-only properties have no setter
  }
  return made;
}

/** Parameters of the client's methods are positional; their names are the API's. */
function parametersOf(method) {
  const list = method.toString().match(/\(([^)]*)\)/)[1];
  return list.split(',').map((parameter) => parameter.split('=')[0].trim()).filter(Boolean);
}

/** The client's request for a call; a bare one where the client knows no such action. */
function build(request) {
  const [service, action] = request.call.split('.');
  // A plug-in's service is `plugin_service` in the API, and has the second name alone here.
  const known = kaltura.services[service.split('_').pop()] ?? {};
  const method = known[`${action}Action`] ?? known[action];
  const given = request.with ?? {};
  const builder = method
    ? method(...parametersOf(method).map((name) => toClient(given[name])))
    : new kaltura.RequestBuilder(service, action, {});
  if ('ks' in request) builder.setKs(request.ks);
  if ('partnerId' in request) builder.setPartnerId(request.partnerId);
  if ('responseProfile' in request) builder.setResponseProfile(toClient(request.responseProfile));
  return builder;
}

/** What stands for one call in an answer of the server. */
function outcome(value) {
  if (value?.objectType !== 'KalturaAPIException') return { result: value };
  const { code, message, args } = value;
  return { error: { code, message, args: Array.isArray(args) ? {} : args } };
}

async function answer(request) {
  const client = new kaltura.Client(config);
  if ('multi' in request) {
    if ('ks' in request) client.setKs(request.ks);
    const batch = client.startMultiRequest();
    request.multi.forEach((part) => batch.add(build(part)));
    return { results: (await batch.execute(client)).map(outcome) };
  }
  try {
    return { result: await build(request).execute(client) };
  } catch (refusal) {
    if (refusal.code && refusal.objectType) return outcome(refusal);
    throw refusal;
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const reply = await answer(JSON.parse(line)).catch((problem) => ({ broken: String(problem.stack ?? problem) }));
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

main();
