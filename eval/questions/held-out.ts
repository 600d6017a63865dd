import {
  ADK_ARTICLE,
  ADK_OVERVIEW,
  ADK_QUICKSTART,
  AGENT,
  AGENT_CALLBACK,
  AGENTIC_MODEL,
  AGENTS_MD,
  BACKEND,
  CALL_OPTIONS,
  CALLBACKS,
  CHAT_AGENT,
  CHAT_TEMPLATE,
  CHECKPOINT,
  COLLABORATION,
  DEBUG_PLUGIN,
  DEEP_AGENTS,
  EMBEDDING,
  EXCEL_AGENT,
  FILE_SYSTEM,
  FIRST_CHAPTER,
  FLOW,
  GRAPH_INTRO,
  GRAPH_OR_AGENT,
  HITL,
  HOST,
  INDEXER,
  LAMBDA,
  LOADER,
  LOCAL_BACKEND,
  MIDDLEWARE_GUIDE,
  ORCHESTRATION_PLUGIN,
  OVERVIEW,
  PARSER,
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
  SUPERVISOR,
  TOOL_REDUCTION,
  TOOL_SEARCH,
  TOOLS_NODE,
  TRANSFORMER,
  V08,
  WORKFLOW,
  WORKFLOW_AGENTS,
} from './places.ts';
import type { Question, QuestionKind } from './question.ts';

/** Written when the search was tuned, and never used to tune it. */
export const HELD_OUT: Readonly<Record<QuestionKind, readonly Question[]>> = {
  'how-to': [
    {
      ask: 'How do I save checkpoints in my own storage such as Redis?',
      answers: {
        [`${CHECKPOINT}#implementing-checkpointstore`]: 2,
        [`${RUNNER}#state-persistence-checkpoint`]: 2,
      },
    },
    {
      ask: 'How do I stop a running graph from outside and continue later?',
      answers: { [`${CHECKPOINT}#external-proactive-interrupt`]: 2 },
    },
    {
      ask: 'How can a document loader pick the right parser by file extension?',
      answers: { [`${PARSER}#extparser`]: 2, [`${PARSER}#using-parsers-in-document-loader`]: 1 },
    },
    {
      ask: 'How do I change model parameters of a ReAct agent for a single request?',
      answers: { [`${REACT}#options`]: 2, [CALL_OPTIONS]: 1 },
    },
    {
      ask: 'How do I add a system prompt in front of the history of a ReAct agent?',
      answers: { [`${REACT}#messagemodifier`]: 2 },
    },
    {
      ask: 'How do I run agents one after the other, each working on the output of the one before?',
      answers: {
        [`${WORKFLOW_AGENTS}#features`]: 2,
        [`${WORKFLOW_AGENTS}#example`]: 2,
        [`${COLLABORATION}#sequentialagent`]: 2,
      },
    },
    {
      ask: 'How do I put a step into a graph that is just a Go function?',
      answers: {
        [`${LAMBDA}#usage-in-graph`]: 2,
        [`${LAMBDA}#construction-methods`]: 2,
        [`${LAMBDA}#without-custom-option`]: 2,
        [`${LAMBDA}#introduction`]: 1,
      },
    },
    {
      ask: 'How do I split Markdown documents by their headers?',
      answers: { [`${TRANSFORMER}#standalone-usage`]: 2, [`${TRANSFORMER}#existing-implementations`]: 2 },
    },
    {
      ask: 'How do I rename or switch off one of the file tools that an agent gets?',
      answers: { [`${FILE_SYSTEM}#toolconfig`]: 2, [`${FILE_SYSTEM}#middlewareconfig`]: 1 },
    },
    {
      ask: 'How do I use callbacks when I call a component directly without any graph?',
      answers: {
        [`${CALLBACKS}#using-outside-graph`]: 2,
        [`${CALLBACKS}#injecting-runinfo-outside-graph`]: 2,
        [`${CALLBACKS}#injecting-handlers-outside-graph`]: 2,
      },
    },
    {
      ask: 'How do I run the first quick start example with OpenAI?',
      answers: {
        [`${QUICK_START}/_index.md#1-minimal-console-chapter-1`]: 2,
        [`${FIRST_CHAPTER}#option-a-openai-default`]: 2,
        [`${FIRST_CHAPTER}#run`]: 2,
        [`${FIRST_CHAPTER}#prerequisites`]: 1,
      },
    },
  ],
  concept: [
    {
      ask: 'What is a ToolsNode and who decides which tool is executed?',
      answers: {
        [`${TOOLS_NODE}#introduction`]: 2,
        'core_modules/components/agentic_tools_node_guide.md#introduction': 1,
      },
    },
    {
      ask: 'What does the RunPath of an agent event tell?',
      answers: { [`${COLLABORATION}#runpath`]: 2, [`${AGENT}#agentname--runpath`]: 2 },
    },
    {
      ask: 'Why must node outputs and inputs not be modified in handlers?',
      answers: {
        [`${CALLBACKS}#reading-and-writing-input--output-in-handler`]: 2,
        [`${PRINCIPLES}#read-only-principle-for-external-variables`]: 2,
      },
    },
    {
      ask: 'What is the difference between MessageModifier and MessageRewriter?',
      answers: { [`${REACT}#messagerewriter`]: 2, [`${REACT}#messagemodifier`]: 1 },
    },
    {
      ask: 'What does a document transformer do?',
      answers: { [`${TRANSFORMER}#introduction`]: 2 },
    },
    {
      ask: 'What are content blocks in an agentic message?',
      answers: { [`${AGENTIC_MODEL}#agenticmessage-struct`]: 2 },
    },
    {
      ask: 'What is the slot concept in visual orchestration?',
      answers: { [`${ORCHESTRATION_PLUGIN}#slot`]: 2 },
    },
    {
      ask: 'Should an agent be a node inside a graph?',
      answers: { [`${GRAPH_OR_AGENT}#agent-as-a-graph-node`]: 2 },
    },
    {
      ask: 'What tools does the plantask middleware give to an agent?',
      answers: { [`${PLAN_TASK}#overview`]: 2, [`${PLAN_TASK}#tools`]: 2, [`${PLAN_TASK}#taskcreate`]: 1 },
    },
    {
      ask: 'In which order do the wrappers around a model call run?',
      answers: { [`${MIDDLEWARE_GUIDE}#model-call-lifecycle-wrapper-chain-from-outer-to-inner`]: 2 },
    },
    {
      ask: 'What is the four-part structure of the Eino framework repositories?',
      answers: { [`${OVERVIEW}/_index.md#eino-framework-structure`]: 2 },
    },
  ],
  identifier: [
    {
      ask: 'WithOutputKey',
      answers: {
        [`${CHAT_TEMPLATE}#getting-data-from-predecessor-node-output`]: 2,
        [`${PRINCIPLES}#fan-in-and-merge`]: 2,
        [`${PRINCIPLES}#edge`]: 2,
        'core_modules/components/agentic_chat_template_guide.md#pull-data-from-predecessor-node-output': 2,
        [`${FLOW}/_index.md#using-flows-in-orchestration`]: 1,
      },
    },
    {
      ask: 'WithSkipTransferMessages',
      answers: { [`${AGENT}#agentrunoption`]: 2 },
    },
    {
      ask: 'adk.GetSessionValue',
      answers: {
        [`${COLLABORATION}#concept-1`]: 2,
        [`${ADK_ARTICLE}#-flexible-collaboration-mechanisms`]: 1,
        [`${EXCEL_AGENT}#agent-collaboration-data-passing-hidden-behind-agents`]: 1,
      },
    },
    {
      ask: 'GraphCompileCallback',
      answers: {
        'FAQ.md#q-how-to-visualize-the-topology-structure-of-a-graphchainworkflow': 2,
        [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2,
      },
    },
    {
      ask: 'with eager execution',
      answers: {
        [`${PRINCIPLES}#execution-engine`]: 2,
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md`]: 1,
      },
    },
    {
      ask: 'WithStateModifer',
      answers: {
        [`${CHECKPOINT}#before-eino-v070-1`]: 2,
        [`${HITL}#2-compatibility-with-static-interrupts-added-at-compile-time`]: 1,
      },
    },
    {
      ask: 'preserveusermessages',
      answers: {
        [`${SUMMARIZATION}#preserveusermessages-structure`]: 2,
        [`${SUMMARIZATION}#configuration-options`]: 1,
      },
    },
    {
      ask: 'OnStartWithStreamInput',
      answers: {
        [`${CALLBACKS}#triggering-timing`]: 2,
        [`${CALLBACKS}#callback-handler`]: 2,
        [`${OVERVIEW}/_index.md#callbacks`]: 1,
      },
    },
    {
      ask: 'github.com/cloudwego/eino-ext/adk/backend/local',
      answers: {
        [`${LOCAL_BACKEND}#local-backend`]: 2,
        [`${LOCAL_BACKEND}#installation`]: 2,
        [`${LOCAL_BACKEND}#basic-usage`]: 2,
      },
    },
    {
      ask: 'PlanTool NewPlan',
      answers: {
        [`${PLAN_EXECUTE}#error-noderunerror-unmarshal-plan-error`]: 2,
        [`${PLAN_EXECUTE}#1-planner`]: 2,
        [`${PLAN_EXECUTE}#3-replanner`]: 1,
      },
    },
    {
      ask: 'StreamableToolCallEndpoint',
      answers: {
        [`${MIDDLEWARE_GUIDE}#tool-call-endpoint-types`]: 2,
        [`${MIDDLEWARE_GUIDE}#interface-definition`]: 2,
        [`${CHAT_AGENT}#wrapinvokabletoolcall--wrapstreamabletoolcall`]: 2,
      },
    },
  ],
  paraphrase: [
    {
      ask: 'keep only the newest part of a long chat but never lose what the person typed',
      answers: { [`${SUMMARIZATION}#preserveusermessages-structure`]: 2, [`${SUMMARIZATION}#overview`]: 2 },
    },
    {
      ask: 'attach a stopwatch and logger around each step of a pipeline',
      answers: {
        [`${CALLBACKS}#problem-solved`]: 2,
        [`${OVERVIEW}/_index.md#callbacks`]: 2,
        [`${PRACTICE}#operational-tools`]: 2,
      },
    },
    {
      ask: 'look up passages that resemble a query in a knowledge base',
      answers: { [`${RETRIEVER}#introduction`]: 2, 'core_modules/components/_index.md': 1 },
    },
    {
      ask: 'split one big goal among several workers under one boss',
      answers: {
        [`${SUPERVISOR}#what-is-supervisor-agent`]: 2,
        [`${ADK_ARTICLE}#-supervisor-pattern-centralized-coordination`]: 2,
        [`${DEEP_AGENTS}#deepagents-structure`]: 1,
      },
    },
    {
      ask: 'the same prompt answered by different vendors side by side',
      answers: { [`${PRINCIPLES}#parallel`]: 2, [`${GRAPH_INTRO}#chain`]: 1 },
    },
    {
      ask: 'make the program refuse mismatched pieces before it ever runs',
      answers: {
        [PRINCIPLES]: 2,
        [`${PRINCIPLES}#type-alignment-of-upstream-and-downstream-as-the-basic-principle`]: 2,
        [`${OVERVIEW}/eino_open_source.md#highly-reliable-and-maintainable`]: 1,
      },
    },
    {
      ask: 'watch what the assistant is doing while it is still working, not only at the end',
      answers: {
        [`${REACT}#get-intermediate-results`]: 2,
        [`${ADK_ARTICLE}#-asynchronous-event-driven-architecture`]: 2,
        [`${AGENT}#asynciterator`]: 2,
      },
    },
    {
      ask: 'chop long texts before putting them into a search database',
      answers: { [`${TRANSFORMER}#introduction`]: 2, [`${PRACTICE}#indexing-the-knowledge-base`]: 1 },
    },
    {
      ask: 'temporary file store that lives in RAM for testing',
      answers: { [`${BACKEND}#built-in-implementation-inmemorybackend`]: 2 },
    },
    {
      ask: 'spreadsheet helper made of cooperating bots',
      answers: {
        [`${EXCEL_AGENT}#what-is-the-excel-agent`]: 2,
        [`${DEEP_AGENTS}#scenario-description`]: 2,
        [`${EXCEL_AGENT}#understanding-eino-adk-through-the-excel-agent`]: 2,
      },
    },
    {
      ask: 'report a vulnerability privately',
      answers: { [`${OVERVIEW}/_index.md#security`]: 2 },
    },
  ],
  troubleshooting: [
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
      answers: {
        'FAQ.md#q-which-models-provided-by-eino-ext-chatmodel-support-response-api-format-calls': 2,
      },
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
  ],
  keywords: [
    {
      ask: 'agent tool AgentAsTool',
      answers: { [`${COLLABORATION}#agentastool`]: 2, [`${CHAT_AGENT}#chatmodelagent-agentastool`]: 2 },
    },
    {
      ask: 'embedding component interface',
      answers: { [`${EMBEDDING}#interface-definition`]: 2, [`${EMBEDDING}#embedstrings-method`]: 2 },
    },
    {
      ask: 'indexer options subindexes',
      answers: { [`${INDEXER}#common-options`]: 2 },
    },
    {
      ask: 'graph branch condition',
      answers: {
        [`${PRINCIPLES}#branch`]: 2,
        [`${WORKFLOW}#branch`]: 2,
        [`${STREAMS}#streaming-paradigms-of-orchestration-helper-elements`]: 1,
      },
    },
    {
      ask: 'agents.md middleware order summarization',
      answers: { [`${AGENTS_MD}#middleware-ordering`]: 2 },
    },
    {
      ask: 'tool call id in tool function',
      answers: {
        [`${TOOLS_NODE}#how-to-get-toolcallid`]: 2,
        'core_modules/components/agentic_tools_node_guide.md#how-to-get-toolcallid': 2,
      },
    },
    {
      ask: 'adk quickstart examples list',
      answers: { [`${ADK_QUICKSTART}#adk-examples`]: 2, [`Cookbook.md#intro-examples`]: 2 },
    },
    {
      ask: 'S3 url local file loader list',
      answers: {
        [`${LOADER}#existing-implementations`]: 2,
        'ecosystem_integration/document/_index.md': 2,
        'ecosystem_integration/_index.md#loader': 2,
      },
    },
    {
      ask: 'skill frontmatter fields',
      answers: {
        [`${SKILL}#frontmatter`]: 2,
        [`${V08}/_index.md#14-skill-middleware`]: 1,
        [`${SKILL_CHAPTER}#prerequisites`]: 1,
      },
    },
    {
      ask: 'multi agent overview supervisor plan-execute workflow',
      answers: {
        [`${ADK_OVERVIEW}#multi-agent-collaboration`]: 2,
        [`${ADK_ARTICLE}#-pre-built-multi-agent-patterns`]: 2,
        [`${COLLABORATION}#composition-primitives`]: 2,
        'core_modules/eino_adk/_index.md': 1,
      },
    },
    {
      ask: 'patch tool calls placeholder message language',
      answers: {
        [`${PATCH_TOOL_CALLS}#default-placeholder-message`]: 2,
        [`${PATCH_TOOL_CALLS}#custom-placeholder-message`]: 1,
        [`${PATCH_TOOL_CALLS}#multi-language-support`]: 2,
      },
    },
  ],
};
