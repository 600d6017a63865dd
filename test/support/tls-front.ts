import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';

/** A self-signed certificate for localhost and *.example.test, made for these tests with `openssl req -x509`. */
export const SELF_SIGNED_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBwDCCAWWgAwIBAgIUJwEp13M+aKgSuStR5NWM4DlBoRowCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTZWluby1kb2NzLW1jcCB0ZXN0czAgFw0yNjExMjYyMDIzNTda
GA8yMTI2MTEwMjIwMjM1N1owHjEcMBoGA1UEAwwTZWluby1kb2NzLW1jcCB0ZXN0
czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABM82vpZoF964M8EPnKb5jwFiT6pb
ks7J+XVqDqHRh9aX+zE6cfQr5MnfMFbhxFOG6VSdUTIUYhpQlv27FPUUNESjfzB9
MB0GA1UdDgQWBBQflTbH3cxgTdpItWhxxJNNIQEe3DAfBgNVHSMEGDAWgBQflTbH
3cxgTdpItWhxxJNNIQEe3DAPBgNVHRMBAf8EBTADAQH/MCoGA1UdEQQjMCGCCWxv
Y2FsaG9zdIIOKi5leGFtcGxlLnRlc3SHBH8AAAEwCgYIKoZIzj0EAwIDSQAwRgIh
ALVokIOCD8V/WMw32ztTl8G325zEVqcTV5o+1a3gnTbrAiEA2dhRhwPkxs/Y180M
H1VVZ3c7SAk8Nxa6BEEftVrh+cA=
-----END CERTIFICATE-----
`;

const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZjXlEOCmFALEQkDk
S13QbyFClMW44WLLqIEAz+VAlyehRANCAATPNr6WaBfeuDPBD5ym+Y8BYk+qW5LO
yfl1ag6h0YfWl/sxOnH0K+TJ3zBW4cRThulUnVEyFGIaUJb9uxT1FDRE
-----END PRIVATE KEY-----
`;

export interface TlsFront extends AsyncDisposable {
  readonly port: number;
  /** `https://localhost:…` */
  readonly url: string;
}

/** Serves the plain server at a URL over TLS, with the self-signed certificate. */
export async function startTlsFront(target: string): Promise<TlsFront> {
  const { port: targetPort } = new URL(target);
  const open = new Set<{ destroy(): unknown }>();
  const server = createServer({ key: KEY, cert: SELF_SIGNED_CERTIFICATE }, (socket) => {
    const inner = connect(Number(targetPort), '127.0.0.1');
    for (const end of [socket, inner]) {
      open.add(end);
      end
        .on('error', () => {})
        .on('close', () => {
          open.delete(end);
          socket.destroy();
          inner.destroy();
        });
    }
    socket.pipe(inner).pipe(socket);
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `https://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      for (const end of open) end.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
