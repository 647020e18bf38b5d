// An OpenID Provider that is not ours, for the test that signs in against it: node provider.mjs REDIRECT_URI SECRET.
// It prints its issuer once it listens and ends when its standard input does.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [redirectURI, secret] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'talkoot', client_secret: secret, redirect_uris: [redirectURI] }],
    cookies: { keys: ['a key of the tests only'] },
    claims: {
      openid: ['sub'],
      profile: ['name', 'department', 'locale'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        name: 'Oona Äijälä',
        department: 'Sales',
        locale: 'fi',
        email: 'oona@havulinna.example',
        email_verified: true,
        groups: ['customer-experience'],
      }),
    }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
process.stdin.resume().on('end', () => process.exit(0));
