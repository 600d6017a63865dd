import {
  ADK_OVERVIEW,
  AGENT,
  AGENT_CALLBACK,
  AGENTS_MD,
  BACKEND,
  BREAKING,
  CALLBACKS,
  CHAT_AGENT,
  CHECKPOINT,
  COLLABORATION,
  DEBUG_PLUGIN,
  DEEP_AGENTS,
  FILE_SYSTEM,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  HOST,
  INDEXER,
  LOCAL_BACKEND,
  MIDDLEWARE_GUIDE,
  OVERVIEW,
  PATCH_TOOL_CALLS,
  PLAN_EXECUTE,
  PLAN_TASK,
  PRACTICE,
  PRINCIPLES,
  QUICK_START,
  REACT,
  RELEASES,
  RETRIEVER,
  RUNNER,
  SANDBOX,
  SKILL,
  SKILL_CHAPTER,
  STREAMS,
  SUMMARIZATION,
  TOOL_REDUCTION,
  TOOL_SEARCH,
  TOOLS_NODE,
  V08,
  WORKFLOW,
} from './places.ts';
import type { Question } from './question.ts';

export const TROUBLESHOOTING: readonly Question[] = [
  {
    ask: 'cannot use openapi3.TypeObject (untyped string constant "object") as *openapi3.Types value in struct literal',
    answers: {
      'FAQ.md#q-cannot-use-openapi3typeobject-untyped-string-constant-object-as-openapi3types-value-in-struct-literal-cannot-use-types-variable-of-type-string-as-openapi3types-value-in-struct-literal': 2,
    },
  },
  {
    ask: 'invalid reference to runtime.lastmoduledatap when building with go 1.24',
    answers: {
      'FAQ.md#q-githubcombytedancesonicloaderhttpgithubcombytedancesonicloader-invalid-reference-to-runtimelastmoduledatap': 2,
    },
  },
  {
    ask: 'agent does not call tools when streaming with Claude',
    answers: {
      'FAQ.md#q-agent-streaming-calls-do-not-enter-the-toolsnode-node-or-streaming-effect-is-lost-behaving-as-non-streaming': 2,
      [`${REACT}#streamtoolcallchecker`]: 2,
      [`${HOST}#no-streaming-when-host-outputs-directly`]: 2,
    },
  },
  {
    ask: 'unmarshal input fail: failed to invoke tool call',
    answers: {
      'FAQ.md#q-tool-input-deserialization-failed-failed-to-invoke-tool-call-tool_call_id-unmarshal-input-fail': 2,
      'FAQ.md#q-before-calling-tools-including-mcp-tool-getting-json-unmarshal-failure-error-how-to-solve': 2,
    },
  },
  {
    ask: 'context deadline exceeded in a chat model node',
    answers: { 'FAQ.md#q-error-contains-context-deadline-exceeded-timeout-context-canceled': 2 },
  },
  {
    ask: '[NodeRunError] no tool call from the planner',
    answers: { [`${PLAN_EXECUTE}#error-noderunerror-no-tool-call`]: 2 },
  },
  {
    ask: 'unmarshal plan error',
    answers: { [`${PLAN_EXECUTE}#error-noderunerror-unmarshal-plan-error`]: 2 },
  },
  { ask: 'ripgrep (rg) is not installed or not in PATH', answers: { [`${LOCAL_BACKEND}#faq`]: 2 } },
  {
    ask: 'sandbox backend authentication failed',
    answers: { [`${SANDBOX}#faq`]: 2, [`${SANDBOX}#environment-variables`]: 1 },
  },
  {
    ask: 'my agent callbacks are never triggered',
    answers: {
      [`${AGENT_CALLBACK}#option-1-use-handlerbuilder`]: 2,
      [`${AGENT_CALLBACK}#option-2-use-handlerhelper-recommended`]: 2,
      [`${AGENT_CALLBACK}#tracing-use-case`]: 2,
    },
  },
  {
    ask: 'reading events in a callback blocks the agent',
    answers: {
      [`${AGENT_CALLBACK}#1-consume-events-asynchronously`]: 2,
      [`${AGENT_CALLBACK}#agentcallbackoutput`]: 2,
    },
  },
  {
    ask: 'stream never closes and resources leak when I add a callback handler',
    answers: { [`${CALLBACKS}#streams-must-be-closed`]: 2 },
  },
  {
    ask: 'status code 400 Bad Request failed to create chat completion',
    answers: {
      'FAQ.md#q-how-to-troubleshoot-chatmodel-call-errors-for-example-noderunerror-failed-to-create-chat-completion-error-status-code-400-status-400-bad-request': 2,
    },
  },
  {
    ask: 'undefined: schema.NewParamsOneOfByOpenAPIV3 after upgrading',
    answers: {
      'FAQ.md#q-after-upgrading-to-version-06x-there-are-incompatibility-issues': 2,
      [`${TOOLS_NODE}#v05x--v06x`]: 2,
      [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md`]: 1,
    },
  },
  {
    ask: 'model ignores the images I pass in UserInputMultiContent',
    answers: {
      'FAQ.md#q-using-the-latest-multimodal-support-field-userinputmulticontent-to-input-multimodal-data-but-the-model-side-doesnt-seem-to-have-my-multimodal-data-or-cant-read-multicontent-content-during-multimodal-input': 2,
      'FAQ.md#q-how-to-adapt-multimodal-inputoutput-for-models-supported-by-eino-ext': 1,
    },
  },
  {
    ask: 'gemini missing a thought_signature',
    answers: { 'FAQ.md#q-gemini-model-error-missing-a-thought_signature': 2 },
  },
  {
    ask: 'grep pattern with braces stopped matching after upgrading to v0.8',
    answers: {
      [`${BREAKING}#25-greprequestpattern-semantic-change`]: 2,
      [`${V08}/_index.md#upgrade-guide`]: 1,
    },
  },
  {
    ask: 'files get overwritten silently since 0.8',
    answers: {
      [`${BREAKING}#24-filesystemwriterequest-behavior-change`]: 2,
      [`${V08}/_index.md#upgrade-guide`]: 1,
    },
  },
  {
    ask: 'checkpoint cannot be loaded after upgrading from an old version, serialization broken',
    answers: { [CHECKPOINT]: 2 },
  },
  {
    ask: 'error when saving a checkpoint with my own struct type not registered',
    answers: { [`${CHECKPOINT}#registering-serialization-methods`]: 2 },
  },
  {
    ask: 'react agent stops after a few loops, exceeds max steps',
    answers: { [`${REACT}#maxstep`]: 2, [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 1 },
  },
  { ask: 'circular dependency error between tasks', answers: { [`${PLAN_TASK}#dependency-management`]: 2 } },
  {
    ask: 'Eino Dev plugin does not connect to my process',
    answers: {
      [`${DEBUG_PLUGIN}#configure-address`]: 2,
      [`${DEBUG_PLUGIN}#initialize-debugging`]: 2,
      [`${DEBUG_PLUGIN}#run-your-process`]: 2,
    },
  },
  {
    ask: 'type mismatch between two nodes only shows up at runtime',
    answers: {
      [`${PRINCIPLES}#scenarios-where-type-alignment-is-checked-at-runtime`]: 2,
      [`${WORKFLOW}#type-alignment`]: 1,
    },
  },
  {
    ask: 'model API rejects the history because a tool call has no result message',
    answers: { [`${PATCH_TOOL_CALLS}#overview`]: 2, [`${PATCH_TOOL_CALLS}#how-it-works`]: 2 },
  },
  {
    ask: 'token count is wrong for Chinese text in tool reduction',
    answers: { [`${TOOL_REDUCTION}#notes`]: 2 },
  },
  {
    ask: 'Agents.md not found, does the run fail?',
    answers: { [`${AGENTS_MD}#error-handling`]: 2, [`${AGENTS_MD}#faq`]: 2 },
  },
  {
    ask: 'rate limit 429 from the model, retry automatically',
    answers: {
      [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
      [`${QUICK_START}/chapter_05_middleware.md`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#chatmodel-retry-mechanism-635`]: 2,
    },
  },
  {
    ask: 'subgraph cannot read the state of the parent graph',
    answers: {
      'FAQ.md#q-how-to-get-the-parent-graphs-state-in-a-subgraph': 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#nested-graph-state-access-584`]: 1,
    },
  },
  {
    ask: 'resumed node receives an empty input',
    answers: {
      [`${CHECKPOINT}#before-eino-v070`]: 2,
      [`${CHECKPOINT}#before-eino-v070-1`]: 2,
      [`${HITL}#1-graph-interrupt-compatibility`]: 1,
    },
  },
  {
    ask: 'host multi agent does not stream its answer',
    answers: {
      [`${HOST}#no-streaming-when-host-outputs-directly`]: 2,
      [`${REACT}#streamtoolcallchecker`]: 1,
    },
  },
  {
    ask: 'NodeRunError unexpected tool call replanner',
    answers: { [`${PLAN_EXECUTE}#error-noderunerror-unexpected-tool-call`]: 2 },
  },
  {
    ask: 'image url not supported by gemini chat model',
    answers: {
      'FAQ.md#q-the-gemini-chat-model-created-under-the-eino-ext-repository-doesnt-support-using-image-url-to-pass-multimodal-data-how-to-adapt': 2,
    },
  },
  {
    ask: 'sandbox execute times out',
    answers: { [`${SANDBOX}#faq`]: 2, [`${SANDBOX}#config-structure`]: 1 },
  },
  {
    ask: 'where do agent errors appear when there is no OnError callback',
    answers: { [`${AGENT_CALLBACK}#2-no-onerror-callback`]: 2 },
  },
  {
    ask: 'path must be absolute error from local backend',
    answers: { [`${LOCAL_BACKEND}#path-requirements`]: 2 },
  },
  {
    ask: 'Responses API base url error with eino-ext chat model',
    answers: { 'FAQ.md#q-which-models-provided-by-eino-ext-chatmodel-support-response-api-format-calls': 2 },
  },
  {
    ask: 'graph compile fails because subgraph has checkpoint but parent has none',
    answers: { [`${CHECKPOINT}#interruptcheckpoint-in-nested-graphs`]: 2 },
  },
  {
    ask: 'interface type shows as {} in test run, cannot enter a value',
    answers: {
      [`${DEBUG_PLUGIN}#specify-implementation-type-for-interface-fields`]: 2,
      [`${DEBUG_PLUGIN}#debugging-mapstringany`]: 1,
    },
  },
  {
    ask: 'dynamic tools are not visible to the model',
    answers: {
      [`${TOOL_SEARCH}#overview`]: 2,
      [`${TOOL_SEARCH}#wrapmodel`]: 2,
      [`${TOOL_SEARCH}#notes`]: 1,
      [`${TOOL_SEARCH}#how-it-works`]: 2,
    },
  },
  {
    ask: 'backend must be set error when truncation is enabled',
    answers: { [`${TOOL_REDUCTION}#notes`]: 2, [`${TOOL_REDUCTION}#config-main-configuration`]: 1 },
  },
  {
    ask: 'curly braces in my instruction break ChatModelAgent with a pyfmt error',
    answers: { [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2 },
  },
  { ask: 'AddSessionValue before runner.Run has no effect', answers: { [`${COLLABORATION}#concept-1`]: 2 } },
  {
    ask: 'private struct fields are empty after resuming from a checkpoint',
    answers: { [`${CHECKPOINT}#registering-serialization-methods`]: 2 },
  },
  {
    ask: 'filesystem middleware does not give the agent the execute tool',
    answers: {
      [`${FILE_SYSTEM}#injected-tools`]: 2,
      [`${FILE_SYSTEM}#middlewareconfig`]: 2,
      [`${FILE_SYSTEM}#create-the-middleware`]: 2,
      [`${BACKEND}#extension-interfaces`]: 2,
      [`${DEEP_AGENTS}#filesystem`]: 1,
    },
  },
  {
    ask: 'RunInfo.Name is an empty string in the handler for an inner component',
    answers: {
      [`${CALLBACKS}#using-outside-graph`]: 2,
      [`${CALLBACKS}#nested-component-usage`]: 2,
      [`${CALLBACKS}#runinfo`]: 2,
    },
  },
  {
    ask: 'local backend execute fails on Windows, /bin/sh not found',
    answers: { [`${LOCAL_BACKEND}#faq`]: 2, [`${LOCAL_BACKEND}#comparison-with-agentkit-backend`]: 2 },
  },
  {
    ask: 'two nodes run in the same superstep although one should wait for a longer path',
    answers: {
      [`${PRINCIPLES}#execution-engine`]: 2,
      [`${STREAMS}#streaming-paradigms-of-orchestration-helper-elements`]: 1,
    },
  },
  {
    ask: 'my skill is not discovered, its SKILL.md is two folders deep',
    answers: {
      [`${SKILL}#newbackendfromfilesystem`]: 2,
      [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 2,
    },
  },
  {
    ask: 'GetState undefined after upgrading eino to v0.4',
    answers: {
      [`${RELEASES}/Eino_v0.4._-compose_optimization.md#breaking-changes`]: 2,
      [`${RELEASES}/Eino_v0.4._-compose_optimization.md#version-overview`]: 2,
      [`${PRINCIPLES}#global-state`]: 1,
      [`${GRAPH_INTRO}#graph-with-state`]: 1,
    },
  },
  {
    ask: 'gonja panics because the include keyword is disabled',
    answers: {
      [`${RELEASES}/v02_second_release.md#bugfix-1`]: 2,
      [`${RELEASES}/v02_second_release.md#bugfix-5`]: 1,
    },
  },
  {
    ask: 'ReadRequest Offset is off by one line since the upgrade to v0.8',
    answers: {
      [`${BREAKING}#22-filesystemreadrequestoffset-semantic-change`]: 2,
      [`${BREAKING}#migration-recommendations`]: 1,
      [`${V08}/_index.md#breaking-changes`]: 2,
      [`${V08}/_index.md#upgrade-guide`]: 2,
    },
  },
  {
    ask: 'AgentEvent content changed in v0.8, now includes the changes of my model wrapper',
    answers: {
      [`${BREAKING}#21-agentevent-sending-mechanism-change`]: 2,
      [`${V08}/_index.md#breaking-changes`]: 1,
      [`${MIDDLEWARE_GUIDE}#model-call-lifecycle-wrapper-chain-from-outer-to-inner`]: 1,
    },
  },
  {
    ask: 'deep agent calls write_todos even for trivial requests',
    answers: { [`${DEEP_AGENTS}#task-decomposition-and-planning`]: 2 },
  },
  {
    ask: 'workflow error: two predecessors are mapped to the same input field',
    answers: { [`${WORKFLOW}#merge-scenarios`]: 2, [`${PRINCIPLES}#fan-in-and-merge`]: 2 },
  },
  {
    ask: 'Runner.Resume does not work for my custom agent',
    answers: { [`${RUNNER}#resume`]: 2, [`${HITL}#resumeinfo-struct`]: 1 },
  },
  {
    ask: 'vikingdb collection has no sparse_vector field, model does not output sparse vectors',
    answers: { [`${INDEXER}#vikingdb-example`]: 2, [`${RETRIEVER}#vikingdb-example`]: 2 },
  },
  {
    ask: 'cozeloop shows no agent traces with eino v0.8',
    answers: {
      [AGENT_CALLBACK]: 2,
      [`${AGENT_CALLBACK}#tracing-use-case`]: 2,
      'ecosystem_integration/callbacks/_index.md': 1,
    },
  },
  { ask: 'knowledgeindexing: eino-docs: no such file or directory', answers: { [`${PRACTICE}#run`]: 2 } },
  {
    ask: 'tool_search finds nothing although the tool description contains the word',
    answers: { [`${TOOL_SEARCH}#notes`]: 2, [`${TOOL_SEARCH}#tool_search-tool`]: 2 },
  },
  {
    ask: 'eino-ext local or agentkit backend does not compile with eino v0.8.0',
    answers: {
      [`${LOCAL_BACKEND}#local-backend`]: 2,
      [`${SANDBOX}#agentkit-sandbox-backend`]: 2,
      [`${BREAKING}#migration-recommendations`]: 2,
      [`${BREAKING}#11-filesystem-shell-interface-renamed`]: 1,
    },
  },
  {
    ask: 'Planner fails with [NodeRunError] no tool call',
    answers: {
      [`${PLAN_EXECUTE}#error-noderunerror-no-tool-call`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#other-improvements`]: 1,
    },
  },
  {
    ask: 'agent\'s grep tool: "ripgrep (rg) is not installed or not in PATH"',
    answers: { [`${LOCAL_BACKEND}#faq`]: 2 },
  },
  {
    ask: 'undefined: schema.NewParamsOneOfByOpenAPIV3 after updating eino to 0.6',
    answers: {
      'FAQ.md#q-after-upgrading-to-version-06x-there-are-incompatibility-issues': 2,
      [`${TOOLS_NODE}#v05x--v06x`]: 2,
      [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#migration-guide`]: 1,
      [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#breaking-changes`]: 1,
    },
  },
  {
    ask: 'I pass adk.WithCallbacks(handler) to agent.Run but the handler is never called',
    answers: {
      [`${AGENT_CALLBACK}#tracing-use-case`]: 2,
      [`${AGENT_CALLBACK}#option-1-use-handlerbuilder`]: 2,
      [`${AGENT_CALLBACK}#option-2-use-handlerhelper-recommended`]: 2,
      [`${ADK_OVERVIEW}#agentrunner`]: 1,
    },
  },
  {
    ask: 'The agent blocks forever as soon as I loop over output.Events in my OnEnd handler',
    answers: {
      [`${AGENT_CALLBACK}#1-consume-events-asynchronously`]: 2,
      [`${AGENT_CALLBACK}#agentcallbackoutput`]: 2,
      [`${AGENT_CALLBACK}#onend-timing`]: 1,
    },
  },
  {
    ask: 'Since v0.8 a grep for `interface{}` in the filesystem backend finds nothing although the text is there',
    answers: {
      [`${BREAKING}#25-greprequestpattern-semantic-change`]: 2,
      [`${V08}/_index.md#breaking-changes`]: 1,
      [`${V08}/_index.md#upgrade-guide`]: 1,
      [`${LOCAL_BACKEND}#faq`]: 1,
    },
  },
  {
    ask: 'One unreadable Agents.md aborts the run with permission denied, but a missing one is just skipped. Is this expected?',
    answers: {
      [`${AGENTS_MD}#error-handling`]: 2,
      [`${AGENTS_MD}#backend-requirements`]: 2,
      [`${AGENTS_MD}#definition`]: 1,
      [`${AGENTS_MD}#config`]: 1,
    },
  },
  {
    ask: 'values set with AddSessionValue before runner.Run are not there inside the agent',
    answers: {
      [`${COLLABORATION}#concept-1`]: 2,
      [`${COLLABORATION}#sessionvalues`]: 2,
      [`${AGENT}#agentrunoption`]: 1,
    },
  },
  {
    ask: 'ChatModelAgent errors when my instruction contains a JSON sample with { and }',
    answers: { [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2 },
  },
  {
    ask: 'With Claude in streaming mode the ReAct agent prints some text and stops, the tools node is never entered',
    answers: {
      [`${REACT}#streamtoolcallchecker`]: 2,
      'FAQ.md#q-agent-streaming-calls-do-not-enter-the-toolsnode-node-or-streaming-effect-is-lost-behaving-as-non-streaming': 2,
      [`${HOST}#no-streaming-when-host-outputs-directly`]: 1,
      [`${GRAPH_OR_AGENT}#historical-perspective-from-determinism-to-autonomy`]: 1,
    },
  },
  {
    ask: 'context deadline exceeded after ten minutes, we set no timeout anywhere',
    answers: {
      'FAQ.md#q-error-contains-context-deadline-exceeded-timeout-context-canceled': 2,
      'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 1,
    },
  },
  {
    ask: 'Resuming an agent breaks because my custom type inside an interface cannot be decoded by gob',
    answers: {
      [`${RUNNER}#state-persistence-checkpoint`]: 2,
      [`${CHECKPOINT}#registering-serialization-methods`]: 1,
    },
  },
  {
    ask: 'The ReAct agent gives up after about five tool calls although I never configured a limit',
    answers: { [`${REACT}#maxstep`]: 2, [`${OVERVIEW}/eino_open_source.md#quick-introduction-to-eino`]: 1 },
  },
  {
    ask: 'The debug plugin is connected but my graph does not appear in the list',
    answers: {
      [`${DEBUG_PLUGIN}#select-an-artifact`]: 2,
      [`${DEBUG_PLUGIN}#initialize-debugging`]: 2,
      [`${DEBUG_PLUGIN}#run-your-process`]: 1,
    },
  },
  {
    ask: 'Workflow refuses to compile when two predecessors map to the same input field',
    answers: {
      [`${WORKFLOW}#merge-scenarios`]: 2,
      [`${PRINCIPLES}#fan-in-and-merge`]: 2,
      [`${WORKFLOW}#type-alignment`]: 1,
    },
  },
  {
    ask: 'local backend rejects ./notes/todo.txt',
    answers: { [`${LOCAL_BACKEND}#path-requirements`]: 2, [`${LOCAL_BACKEND}#core-features`]: 1 },
  },
  {
    ask: 'After I added a logging callback the model streams are never released, connections pile up',
    answers: {
      [`${CALLBACKS}#streams-must-be-closed`]: 2,
      [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 1,
    },
  },
  {
    ask: 'tool reduction middleware kicks in far too late for Chinese conversations, token estimate is off',
    answers: {
      [`${TOOL_REDUCTION}#notes`]: 2,
      [`${TOOL_REDUCTION}#config-main-configuration`]: 1,
      [`${SUMMARIZATION}#best-practices`]: 1,
    },
  },
  {
    ask: 'my skill sits in skills/team/pdf/SKILL.md and is not discovered',
    answers: {
      [`${SKILL}#newbackendfromfilesystem`]: 2,
      [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 1,
    },
  },
  {
    ask: 'Host multi-agent picked two specialists at the same time and the answer is just both texts glued together',
    answers: {
      [`${HOST}#host-selects-multiple-specialists`]: 2,
      [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#other-improvements`]: 1,
    },
  },
];
