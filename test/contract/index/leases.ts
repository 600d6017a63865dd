import { expect, test } from '@jest/globals';
import { LEASE_MS } from '../../../src/worker/index/index-writer.ts';
import { buildDocument } from '../../support/document-builder.ts';
import { batchOf, begin, FINGERPRINT, publication, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';
import { found, paths } from './read-everything.ts';

const options = { fingerprint: FINGERPRINT, rebuild: false };
const batch = batchOf([buildDocument({ path: 'a.md', passages: ['graph'] })]);
const lost = { code: 'INDEX_LEASE_LOST' };

export function leases(index: () => IndexFixture): void {
  test('begin() names the holder of the lease and its expiry while another run holds it', async () => {
    const { writer, openWriter, now } = index();
    const session = await begin(writer, { owner: 'first' });
    const until = new Date(now + LEASE_MS).toISOString();
    expect(await openWriter().begin({ ...options, owner: 'second' })).toEqual({ heldBy: 'first', until });
    await session.abandon();
    await begin(openWriter(), { owner: 'third' });
  });

  test('only one of two concurrent runs gets the lease', async () => {
    const { openWriter } = index();
    const writers = [openWriter(), openWriter()];
    const begun = await Promise.all(
      writers.map((writer, n) => writer.begin({ ...options, owner: `run ${n}` })),
    );
    expect(begun.filter((each) => 'session' in each)).toHaveLength(1);
    expect(begun.filter((each) => 'heldBy' in each)).toHaveLength(1);
  });

  test('abandon() releases the lease, with or without a publish', async () => {
    const { reader, writer, openWriter } = index();
    const abandoned = await begin(writer, { owner: 'first' });
    await abandoned.stage(batch);
    await abandoned.abandon();
    const published = await begin(openWriter(), { owner: 'second' });
    await published.stage(batch);
    await published.publish(publication(1));
    await published.abandon();
    await published.abandon();
    await sync(writer, 2);
    expect(await reader.status()).toMatchObject({ sequence: 2, documents: 1 });
  });

  test('another run takes over a lease that has expired, and not before', async () => {
    const fixture = index();
    await begin(fixture.writer, { owner: 'dead' });
    fixture.now += LEASE_MS - 1;
    expect(await fixture.openWriter().begin({ ...options, owner: 'next' })).toMatchObject({ heldBy: 'dead' });
    fixture.now += 1;
    await sync(fixture.openWriter(), 1, {}, { owner: 'next' });
  });

  test('renew() extends the lease', async () => {
    const fixture = index();
    const session = await begin(fixture.writer, { owner: 'slow' });
    fixture.now += LEASE_MS - 1;
    await session.renew();
    fixture.now += LEASE_MS - 1;
    expect(await fixture.openWriter().begin({ ...options, owner: 'next' })).toMatchObject({ heldBy: 'slow' });
    await session.stage(batch);
    expect(await session.publish(publication(1))).toMatchObject({ sequence: 1 });
  });

  test('a run that lost its lease can neither stage, renew, advance nor publish, and does not affect the new holder', async () => {
    const fixture = index();
    const { reader, writer, openWriter } = fixture;
    const slow = await begin(openWriter(), { owner: 'slow' });
    await slow.stage(batchOf([buildDocument({ path: 'slow.md', passages: ['chain'] })]));
    fixture.now += LEASE_MS + 1;
    const next = await begin(writer, { owner: 'next' });
    await next.stage(batch);

    await expect(slow.renew()).rejects.toMatchObject(lost);
    await expect(slow.stage(batchOf([buildDocument({ path: 'late.md' })]))).rejects.toMatchObject(lost);
    await expect(slow.publish(publication(1))).rejects.toMatchObject(lost);
    await expect(slow.advance(publication(1))).rejects.toMatchObject(lost);
    await slow.abandon();
    expect(await reader.status()).toMatchObject({ sequence: 0, sources: [] });

    await next.publish(publication(2));
    await next.abandon();
    expect(await paths(reader)).toEqual(['a.md']);
    expect(await found(reader, 'chain')).toEqual([]);
  });

  test('a run that lost its lease cannot publish after the new holder has finished', async () => {
    const fixture = index();
    const slow = await begin(fixture.openWriter(), { owner: 'slow' });
    await slow.stage(batch);
    fixture.now += LEASE_MS + 1;
    await sync(fixture.writer, 2, {}, { owner: 'next' });
    await expect(slow.publish(publication(1))).rejects.toMatchObject(lost);
    expect(await fixture.reader.status()).toMatchObject({ sequence: 1, documents: 0 });
  });
}
