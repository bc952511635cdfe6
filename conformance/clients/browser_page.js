// The page: makes calls with the TypeScript client (npm kaltura-typescript-client) in the browser.
// `types` holds every class of the client's `types` folder by name; `browser_client.js` bundles it.

import * as api from 'kaltura-typescript-client';
import { types } from 'all-types';

/** A value of the cases as the client wants it: `kind` is what the client's metadata say of the property. */
function toClient(value, kind) {
  if (Array.isArray(value)) return value.map((item) => toClient(item));
  if (value !== null && typeof value === 'object') {
    const { objectType, ...given } = value;
    return fill(new types[objectType](), given);
  }
  if (kind?.type === 'es') return Object.assign(Object.create(kind.subTypeConstructor.prototype), { _value: value });
  return kind?.type === 'd' ? new Date(value * 1000) : value;
}

function fill(target, given) {
  const kinds = target._getMetadata().properties;
  for (const [name, value] of Object.entries(given)) {
    if (!(name in kinds)) throw new Error(`the client does not know ${name}`);
    target[name] = toClient(value, kinds[name]);
  }
  return target;
}

/** What the client returned as JSON; the class is the one that the client made. */
function toPlain(value) {
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Date) return value.getTime() / 1000;
  if (value === null || typeof value !== 'object') return value ?? null;
  if ('_value' in value) return value._value;
  // Where the client expects no answer, it leaves what comes as it is.
  if (!value._getMetadata) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toPlain(inner)]));
  }
  const kinds = value._getMetadata().properties;
  const own = Object.keys(kinds).filter((name) => name in value).map((name) => [name, toPlain(value[name])]);
  return { ...Object.fromEntries(own), objectType: value.getTypeName() };
}

/** A request for an action that the client does not know. */
class BareRequest extends api.KalturaRequest {
  constructor(service, action) {
    super({}, { responseType: 'v' });
    this.target = { service: { type: 'c', default: service }, action: { type: 'c', default: action } };
  }

  _getMetadata() {
    const metadata = super._getMetadata();
    Object.assign(metadata.properties, this.target);
    return metadata;
  }
}

/** The client's request for a call. It remembers the raw answer: the client's exceptions leave out the arguments. */
function build({ call, with: given, ks, partnerId, responseProfile }) {
  const [service, action] = call.split('.');
  // Its classes are named after the service alone, without the plug-in in front.
  const own = service.slice(service.lastIndexOf('_') + 1);
  const name = `${own[0].toUpperCase()}${own.slice(1)}${action[0].toUpperCase()}${action.slice(1)}Action`;
  const request = types[name] ? new types[name]({}) : new BareRequest(service, action);
  fill(request, { ...given });
  if (ks !== undefined) request.ks = ks;
  if (partnerId !== undefined) request.partnerId = partnerId;
  if (responseProfile !== undefined) request.responseProfile = toClient(responseProfile);
  const handle = request.handleResponse;
  request.handleResponse = (raw) => {
    request.raw = raw;
    return handle.call(request, raw);
  };
  return request;
}

function outcome(request, response) {
  if (!response.error) return { result: toPlain(response.result) };
  const { code, message } = response.error;
  if (code.startsWith('client::')) return { broken: `${code}: ${message}` };
  const { args } = request.raw;
  return { error: { code, message, args: Array.isArray(args) ? {} : args } };
}

/** Makes one call, or one multirequest. */
window.make = async (endpointUrl, asked) => {
  const client = new api.KalturaBrowserHttpClient({ endpointUrl, clientTag: 'conformance' });
  if (asked.multi) {
    if (asked.ks !== undefined) client.ks = asked.ks;
    const requests = asked.multi.map(build);
    const responses = await client.multiRequest(requests);
    return { results: responses.map((response, index) => outcome(requests[index], response)) };
  }
  const request = build(asked);
  try {
    return { result: toPlain(await client.request(request)) };
  } catch (refusal) {
    if (refusal instanceof api.KalturaAPIException) return outcome(request, { error: refusal });
    return { broken: String(refusal?.error ?? refusal) };
  }
};
