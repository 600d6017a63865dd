import { spawnSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Cmd,
  Copy,
  type Dockerfile,
  DockerfileParser,
  Entrypoint,
  Env,
  From,
  Label,
  Run,
  Workdir,
} from 'dockerfile-ast';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** A stage of the Dockerfile, built in a directory instead of a container. */
export interface ImageTree {
  /** The directory that represents `/` of the image. */
  readonly root: string;
  /** The working directory, below `root`. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
  readonly command: readonly string[];
  /** Instructions that were skipped because they need a base image or another image. */
  readonly skipped: readonly string[];
}

/**
 * `installed` runs every npm command as it is. `linked` replaces `npm ci` by a link to the checkout's dependencies, and
 * builds without the type check, which `npm run types` does.
 */
export type Dependencies = 'installed' | 'linked';

/** Builds the Dockerfile's stages below `root`, each at most once. */
export class ImageBuilder {
  readonly #dockerfile: Dockerfile;
  readonly #root: string;
  readonly #dependencies: Dependencies;
  readonly #built = new Map<string, Promise<ImageTree>>();

  constructor(dockerfile: Dockerfile, root: string, dependencies: Dependencies) {
    this.#dockerfile = dockerfile;
    this.#root = root;
    this.#dependencies = dependencies;
  }

  static async read(root: string, dependencies: Dependencies): Promise<ImageBuilder> {
    const text = await readFile(join(project, 'Dockerfile'), 'utf8');
    return new ImageBuilder(DockerfileParser.parse(text), root, dependencies);
  }

  /** Builds a stage at the first call. */
  stage(name: string): Promise<ImageTree> {
    const known = this.#built.get(name);
    if (known !== undefined) return known;
    const building = this.#build(name);
    this.#built.set(name, building);
    return building;
  }

  async #build(name: string): Promise<ImageTree> {
    const root = join(this.#root, basename(name));
    await mkdir(root, { recursive: true });
    const instructions = this.#instructionsOf(name);
    const [from] = instructions;
    if (!(from instanceof From)) throw new Error(`no stage ${name}`);
    const base = this.#isStage(from.getImage()) ? await this.stage(from.getImage() ?? '') : null;
    if (base !== null) run('cp -a "$FROM/." .', root, { FROM: base.root });

    const environment: Record<string, string> = { ...base?.environment };
    const labels = [...(base?.labels ?? [])];
    const skipped = [...(base?.skipped ?? [])];
    let directory = base === null ? root : join(root, base.directory.slice(base.root.length));
    let entrypoint: string[] = [];
    let command: string[] = [];
    for (const instruction of instructions) {
      if (instruction instanceof Workdir) {
        directory = join(root, instruction.getArgumentsContent() ?? '');
        await mkdir(directory, { recursive: true });
      } else if (instruction instanceof Env) {
        for (const each of instruction.getProperties()) environment[each.getName()] = each.getValue() ?? '';
      } else if (instruction instanceof Label) {
        labels.push(...instruction.getProperties().map((each) => each.getName()));
      } else if (instruction instanceof Copy) {
        if (!(await this.#copy(instruction, directory))) skipped.push(instruction.getTextContent());
      } else if (instruction instanceof Run) {
        const line = instruction.getArgumentsContent()?.replaceAll(/\s+/g, ' ') ?? '';
        if (!/^npm /.test(line)) skipped.push(line);
        else if (this.#dependencies === 'installed') run(line, directory);
        else if (line === 'npm run build') await buildUnchecked(directory);
        else await symlink(join(project, 'node_modules'), join(directory, 'node_modules'));
      } else if (instruction instanceof Entrypoint) entrypoint = words(instruction);
      else if (instruction instanceof Cmd) command = words(instruction);
    }
    return { root, directory, environment, labels, command: [...entrypoint, ...command], skipped };
  }

  /** @returns false if the files come from an image that is not built here */
  async #copy(instruction: Copy, directory: string): Promise<boolean> {
    const operands = instruction.getArguments().map((each) => each.getValue());
    const target = operands.pop() ?? '.';
    const from = instruction
      .getFlags()
      .find((flag) => flag.getName() === 'from')
      ?.getValue();
    if (from && this.#instructionsOf(from).length === 1) return false;
    const source = from ? (await this.stage(from)).root : project;
    for (const operand of operands) {
      const into = join(directory, target, target.endsWith('/') ? basename(operand) : '');
      await mkdir(dirname(into), { recursive: true });
      run('cp -a "$FROM" "$INTO"', project, { FROM: join(source, operand), INTO: into });
    }
    return true;
  }

  #isStage(image: string | null): boolean {
    return this.#dockerfile.getFROMs().some((each) => each.getBuildStage() === image);
  }

  #instructionsOf(name: string) {
    const all = this.#dockerfile.getInstructions();
    const start = all.findIndex((each) => each instanceof From && each.getBuildStage() === name);
    const end = all.findIndex((each, index) => index > start && each instanceof From);
    return start === -1 ? [] : all.slice(start, end === -1 ? undefined : end);
  }
}

/** Builds the same files as `npm run build` does, without the types of other packages. */
async function buildUnchecked(directory: string): Promise<void> {
  const path = join(directory, 'tsconfig.build.json');
  const { compilerOptions, ...others } = JSON.parse(await readFile(path, 'utf8'));
  const unchecked = { ...compilerOptions, noCheck: true, noResolve: true };
  await writeFile(path, JSON.stringify({ ...others, compilerOptions: unchecked }));
  run('npm run build', directory);
}

function words(instruction: Entrypoint | Cmd): string[] {
  return instruction.getJSONStrings().map((each) => each.getJSONValue());
}

function run(line: string, directory: string, variables: Record<string, string> = {}): void {
  const env = { ...process.env, ...variables };
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', line], {
    cwd: directory,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${line} ended with ${status}:\n${stdout}${stderr}`);
}
