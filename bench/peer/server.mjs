// oidc-provider as it comes, with one opaque token in its memory; prints its address and the token.

import http from "node:http";
import Provider from "oidc-provider";

const provider = new Provider("http://127.0.0.1", {
  clients: [
    {
      client_id: "bench",
      client_secret: "bench-secret",
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  ttl: { ClientCredentials: 3600 }, // said, so that nothing but the address is printed
  features: { clientCredentials: { enabled: true }, introspection: { enabled: true } },
});

const server = http.createServer(provider.callback());
server.listen(0, "127.0.0.1", async () => {
  const address = `127.0.0.1:${server.address().port}`;
  const answer = await fetch(`http://${address}/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials&client_id=bench&client_secret=bench-secret",
  });
  console.log(`${address} ${(await answer.json()).access_token}`);
});
