import { expect, test } from '@jest/globals';
import { LEASE_MS } from '../../../src/worker/index/index-writer.ts';
import { buildDocument } from '../../support/document-builder.ts';
import { batchOf, begin, FINGERPRINT, publication, sync } from '../../support/sync-steps.ts';
import type { Fixture } from './index-place.ts';
import { found, paths } from './read-everything.ts';

const options = { fingerprint: FINGERPRINT, source: 'dir:docs', rebuild: false };
const batch = batchOf([buildDocument({ path: 'a.md', passages: ['graph'] })]);
const lost = { code: 'INDEX_LEASE_LOST' };

export function leases(index: () => Fixture): void {
  test('while a run holds the lease, another run is told who holds it and until when', async () => {
    const { writer, openWriter, now } = index();
    const session = await begin(writer, { owner: 'first' });
    const until = new Date(now + LEASE_MS).toISOString();
    expect(await openWriter().begin({ ...options, owner: 'second' })).toEqual({ heldBy: 'first', until });
    await session.abandon();
    await begin(openWriter(), { owner: 'third' });
  });

  test('of two runs that begin at the same time, one gets the lease', async () => {
    const { openWriter } = index();
    const writers = [openWriter(), openWriter()];
    const begun = await Promise.all(
      writers.map((writer, n) => writer.begin({ ...options, owner: `run ${n}` })),
    );
    expect(begun.filter((each) => 'session' in each)).toHaveLength(1);
    expect(begun.filter((each) => 'heldBy' in each)).toHaveLength(1);
  });

  test('abandoning a sync releases the lease, whether or not it published', async () => {
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

  test('a lease that was not renewed in time can be taken by another run', async () => {
    const fixture = index();
    await begin(fixture.writer, { owner: 'dead' });
    fixture.now += LEASE_MS - 1;
    expect(await fixture.openWriter().begin({ ...options, owner: 'next' })).toMatchObject({ heldBy: 'dead' });
    fixture.now += 1;
    await sync(fixture.openWriter(), 1, {}, { owner: 'next' });
  });

  test('renewing a lease extends it', async () => {
    const fixture = index();
    const session = await begin(fixture.writer, { owner: 'slow' });
    fixture.now += LEASE_MS - 1;
    await session.renew();
    fixture.now += LEASE_MS - 1;
    expect(await fixture.openWriter().begin({ ...options, owner: 'next' })).toMatchObject({ heldBy: 'slow' });
    await session.stage(batch);
    expect(await session.publish(publication(1))).toMatchObject({ sequence: 1 });
  });

  test('a run that lost the lease cannot stage, renew, advance or publish, and does not disturb the new holder', async () => {
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
    expect(await reader.status()).toMatchObject({ sequence: 0, commit: null });

    await next.publish(publication(2));
    await next.abandon();
    expect(await paths(reader)).toEqual(['a.md']);
    expect(await found(reader, 'chain')).toEqual([]);
  });

  test('a run that lost the lease cannot publish even after the new holder is done', async () => {
    const fixture = index();
    const slow = await begin(fixture.openWriter(), { owner: 'slow' });
    await slow.stage(batch);
    fixture.now += LEASE_MS + 1;
    await sync(fixture.writer, 2, {}, { owner: 'next' });
    await expect(slow.publish(publication(1))).rejects.toMatchObject(lost);
    expect(await fixture.reader.status()).toMatchObject({ sequence: 1, documents: 0 });
  });
}
