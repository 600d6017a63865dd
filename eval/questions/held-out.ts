import {
  A2UI,
  ADK_ARTICLE,
  ADK_OVERVIEW,
  ADK_QUICKSTART,
  AGENT,
  AGENT_CALLBACK,
  AGENTIC_MODEL,
  AGENTS_MD,
  BACKEND,
  BREAKING,
  CALL_OPTIONS,
  CALLBACKS,
  CHAT_AGENT,
  CHAT_MODEL,
  CHECKPOINT,
  COLLABORATION,
  COMPONENTS,
  CREATE_TOOL,
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
  V08,
  WORKFLOW,
  WORKFLOW_AGENTS,
} from './places.ts';
import type { Question, QuestionKind } from './question.ts';

/** Written when the search was tuned, and never used to tune it. */
export const HELD_OUT: Readonly<Record<QuestionKind, readonly Question[]>> = {
  'how-to': [
    {
      ask: 'How can I log the raw HTTP request that is sent to the model provider?',
      answers: {
        'FAQ.md#q-how-to-troubleshoot-chatmodel-call-errors-for-example-noderunerror-failed-to-create-chat-completion-error-status-code-400-status-400-bad-request': 2,
        'Cookbook.md#model': 2,
      },
    },
    {
      ask: 'How do I map only the first element of a slice to the next node of a workflow?',
      answers: { [`${WORKFLOW}#customextractor`]: 2 },
    },
    {
      ask: 'How do I attach extra metadata such as the source to every parsed document?',
      answers: { [`${PARSER}#common-options`]: 2, [`${PARSER}#extparser`]: 2 },
    },
    {
      ask: 'How do I keep an agent from failing when the model invents a tool that does not exist?',
      answers: {
        [`${COMPONENTS}/agentic_tools_node_guide.md#introduction`]: 2,
        [`${TOOLS_NODE}#introduction`]: 1,
        'Cookbook.md#react-agent': 1,
      },
    },
    {
      ask: 'How do I change the port that the visual debug server listens on?',
      answers: { [`${DEBUG_PLUGIN}#configure-address`]: 2 },
    },
    {
      ask: 'How do I show users the events of an agent that runs as a tool inside another agent?',
      answers: {
        [`${COLLABORATION}#agentastool`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 2,
        [`${CHAT_AGENT}#step-2-add-tool-to-agent`]: 2,
      },
    },
    {
      ask: 'How do I forbid a sub-agent to transfer back to its parent?',
      answers: { [`${COLLABORATION}#example`]: 2, [`${AGENT}#agentwithoptions`]: 2 },
    },
    {
      ask: 'How do I apply a run option to just one agent of a multi-agent system?',
      answers: { [`${AGENT}#agentrunoption`]: 2 },
    },
    {
      ask: 'How do I edit the inside of a nested graph in the visual orchestration plugin?',
      answers: { [`${ORCHESTRATION_PLUGIN}#create-and-orchestrate-a-graph`]: 2 },
    },
    {
      ask: 'Where do I put my own input files for the Excel agent example and where does it write its output?',
      answers: {
        [`${EXCEL_AGENT}#configure-environment-and-inputoutput-paths`]: 2,
        [`${EXCEL_AGENT}#view-execution-results`]: 1,
      },
    },
    {
      ask: 'How do I use my own plan struct in plan-execute?',
      answers: {
        [`${PLAN_EXECUTE}#1-planner`]: 2,
        [`${EXCEL_AGENT}#plan-execute-agent-a-multi-agent-collaboration-framework-based-on-plan-execute-reflect`]: 2,
        [`${PLAN_EXECUTE}#3-replanner`]: 1,
        [`${PLAN_EXECUTE}#error-noderunerror-unmarshal-plan-error`]: 1,
      },
    },
    {
      ask: 'How do I export my graph as a mermaid diagram?',
      answers: {
        'FAQ.md#q-how-to-visualize-the-topology-structure-of-a-graphchainworkflow': 2,
        'Cookbook.md#-devops': 2,
      },
    },
    {
      ask: 'How do I embed a whole ReAct agent as one node of a chain?',
      answers: {
        [`${REACT}#agent-in-graphchain`]: 2,
        [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2,
      },
    },
    {
      ask: 'How do I start the Redis that the Eino assistant sample searches?',
      answers: { [`${PRACTICE}#start-redis-stack`]: 2, [`${PRACTICE}#start-redissearch`]: 1 },
    },
    {
      ask: 'How do I set temperature and max tokens for a single Generate call of a chat model?',
      answers: {
        [`${CHAT_MODEL}#option-usage-example`]: 2,
        [`${CHAT_MODEL}#common-options`]: 2,
        [`${CHAT_MODEL}#standalone-usage`]: 1,
        [`${AGENTIC_MODEL}#option-usage`]: 1,
        [`${CALL_OPTIONS}#model-abstraction`]: 1,
      },
    },
    {
      ask: 'How do I make tool calls of one message run one after another instead of in parallel?',
      answers: {
        [`${TOOLS_NODE}#introduction`]: 2,
        [`${COMPONENTS}/agentic_tools_node_guide.md#introduction`]: 2,
      },
    },
    {
      ask: 'How do I make an OpenAI agentic model use the built-in web search?',
      answers: {
        'ecosystem_integration/chat_model/agentic_model_openai.md#server-tool-example': 2,
        [`${AGENTIC_MODEL}#standalone-usage`]: 2,
        'ecosystem_integration/chat_model/agentic_model_ark.md#server-tool-example': 1,
      },
    },
    {
      ask: 'How do I keep the task lists of different sessions apart with plantask?',
      answers: { [`${PLAN_TASK}#configuration`]: 2, [`${PLAN_TASK}#usage-example`]: 2 },
    },
    {
      ask: 'How do I emit my own event from a ChatModelAgent middleware?',
      answers: { [`${MIDDLEWARE_GUIDE}#sendevent-api`]: 2 },
    },
    {
      ask: 'How do I pick another embedding model for one request?',
      answers: {
        [`${EMBEDDING}#option-usage-example`]: 2,
        [`${EMBEDDING}#common-options`]: 2,
        [`${CALL_OPTIONS}#calloptions-in-orchestration`]: 2,
      },
    },
  ],
  concept: [
    {
      ask: 'Why does ADK put an interface between agents and the file system?',
      answers: { [`${BACKEND}#background-and-goals`]: 2, [`${BACKEND}#custom-implementations`]: 1 },
    },
    {
      ask: 'What happens when the host picks more than one specialist?',
      answers: { [`${HOST}#host-selects-multiple-specialists`]: 2 },
    },
    {
      ask: 'What do alpha, beta and RC versions of Eino mean?',
      answers: { [`${RELEASES}/_index.md#version-management-guidelines`]: 2 },
    },
    {
      ask: 'What is progressive disclosure of skills?',
      answers: { [`${SKILL}#what-is-a-skill`]: 2, [`${SKILL}#how-it-works`]: 2 },
    },
    {
      ask: 'What can Graph do that Chain cannot?',
      answers: {
        'core_modules/chain_and_graph_orchestration/_index.md': 2,
        [`${OVERVIEW}/_index.md#quick-start`]: 2,
        [`${PRACTICE}#plan-the-strategy`]: 2,
        [`${GRAPH_INTRO}#chain`]: 1,
        [`${PRINCIPLES}#execution-engine`]: 1,
        [`${OVERVIEW}/eino_open_source.md#stable-core`]: 1,
      },
    },
    {
      ask: 'Does EnableStreaming force every component of an agent to stream?',
      answers: { [`${AGENT}#agentinput`]: 2 },
    },
    {
      ask: 'What do the sub-agents of a deep agent get to see of the main conversation?',
      answers: {
        [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2,
        [`${DEEP_AGENTS}#deepagents-structure`]: 1,
        [`${ADK_ARTICLE}#-deepagents-pattern-planning-driven-centralized-collaboration`]: 2,
      },
    },
    {
      ask: 'Is a stream copied when several nodes or handlers read it?',
      answers: {
        [`${PRINCIPLES}#stream-processing`]: 2,
        [`${CALLBACKS}#streams-must-be-closed`]: 2,
        [`${CALLBACKS}#reading-and-writing-input--output-in-handler`]: 2,
        [`${OVERVIEW}/_index.md#complete-stream-processing`]: 2,
        [`${PRACTICE}#streaming-mastery`]: 1,
      },
    },
    {
      ask: 'What is a fake stream?',
      answers: {
        [`${STREAMS}#component-streaming-paradigm-in-orchestration`]: 2,
        [`${STREAMS}#paradigm-of-internal-components-at-runtime-in-orchestration-products`]: 1,
      },
    },
    {
      ask: 'How does an enhanced tool differ from a standard tool, and which wins if a tool is both?',
      answers: {
        [`${TOOLS_NODE}#enhanced-tool-interface`]: 2,
        [`${TOOLS_NODE}#v06x-new-enhanced-tools`]: 2,
        [`${TOOLS_NODE}#usage-in-orchestration`]: 1,
        [`${TOOLS_NODE}#standard-tool-interface`]: 1,
        [`${CREATE_TOOL}#enhanced-tool-interface`]: 2,
        [`${CREATE_TOOL}#tool-type-selection-guide`]: 2,
      },
    },
    {
      ask: 'Who triggers callbacks, the graph node or the component inside it?',
      answers: {
        [`${CALLBACKS}#graph-node-triggering-node-callback`]: 2,
        [`${CALLBACKS}#triggering-inside-component-implementation-component-callback`]: 2,
        [`${PRINCIPLES}#callback-injection`]: 2,
        [`${CALLBACKS}#triggering-entities`]: 1,
      },
    },
    {
      ask: 'What is the difference between adding a graph to a graph directly and wrapping it in a lambda?',
      answers: {
        [`${PRINCIPLES}#graph-nesting`]: 2,
        [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2,
      },
    },
    {
      ask: 'What does return directly mean for a tool of an agent?',
      answers: {
        [`${REACT}#toolreturndirectly`]: 2,
        [`${REACT}#node-topology--data-flow-diagram`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${MIDDLEWARE_GUIDE}#chatmodelagentcontext`]: 1,
      },
    },
    {
      ask: 'Does a sub-agent still return to its supervisor when it was interrupted?',
      answers: {
        [`${SUPERVISOR}#event-stream-append-transfer-event`]: 2,
        [`${SUPERVISOR}#what-is-withdeterministictransferto`]: 2,
        [`${SUPERVISOR}#supervisor-agent-features`]: 2,
        [`${SUPERVISOR}#configuration-structure`]: 2,
      },
    },
    {
      ask: 'From which application patterns of large language models are the component abstractions derived?',
      answers: { [`${COMPONENTS}/_index.md`]: 2 },
    },
    {
      ask: 'What can an agent not do as long as it has no tools?',
      answers: { [`${QUICK_START}/chapter_04_tool_and_filesystem.md#why-tools`]: 2 },
    },
    {
      ask: 'What are the implicit and explicit strategies to resume after an interrupt?',
      answers: {
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#new-resume-strategies`]: 2,
        [`${HITL}#runnerresumewithparams`]: 1,
      },
    },
    {
      ask: 'How does transferring a task to a sub-agent differ from calling the agent as a tool?',
      answers: {
        [`${COLLABORATION}#concept-2`]: 2,
        [`${COLLABORATION}#inter-agent-collaboration-methods`]: 2,
        [`${COLLABORATION}#composition-primitives`]: 2,
        [`${COLLABORATION}#agentastool`]: 1,
        [`${ADK_OVERVIEW}#multi-agent-collaboration`]: 2,
        [`${ADK_ARTICLE}#-flexible-collaboration-mechanisms`]: 2,
        [`${EXCEL_AGENT}#agent-collaboration-data-passing-hidden-behind-agents`]: 2,
      },
    },
    {
      ask: 'Why a framework in Go when LangChain and LlamaIndex exist in Python?',
      answers: {
        [`${OVERVIEW}/eino_open_source.md#einos-unique-advantages`]: 2,
        [`${OVERVIEW}/eino_open_source.md#highly-reliable-and-maintainable`]: 2,
        [PRINCIPLES]: 1,
      },
    },
    {
      ask: 'What happens to the other sub-agents when one parallel sub-agent panics or fails?',
      answers: { [`${WORKFLOW_AGENTS}#features-2`]: 2 },
    },
  ],
  identifier: [
    {
      ask: 'WillRetryError',
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#chatmodel-retry-mechanism-635`]: 1,
      },
    },
    {
      ask: 'compose.RegisterValuesMergeFunc',
      answers: { [`${PRINCIPLES}#fan-in-and-merge`]: 2 },
    },
    {
      ask: 'CompositeInterupt',
      answers: {
        [`${HITL}#compositeinterrupt`]: 2,
        [`${HITL}#compositeinterrupt-1`]: 2,
        [`${CHECKPOINT}#in-eino-v070-and-later`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#agent-tool-interrupt-improvements`]: 1,
      },
    },
    {
      ask: 'TaskToolDescriptionGenerator',
      answers: { [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2 },
    },
    {
      ask: 'agenticark.ServerToolConfig',
      answers: {
        'ecosystem_integration/chat_model/agentic_model_ark.md#server-tool-example': 2,
        'ecosystem_integration/chat_model/agentic_model_openai.md#server-tool-example': 1,
        [`${AGENTIC_MODEL}#standalone-usage`]: 1,
      },
    },
    {
      ask: 'clear retention suffix limit',
      answers: {
        [`${TOOL_REDUCTION}#config-main-configuration`]: 2,
        [`${TOOL_REDUCTION}#clear`]: 2,
        [`${TOOL_REDUCTION}#custom-configuration`]: 1,
      },
    },
    {
      ask: 'EINO_EXT_SKILLS_DIR',
      answers: {
        [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 2,
        [`${SKILL_CHAPTER}#2-start-chapter-9`]: 2,
        [`${SKILL_CHAPTER}#enable-skill-in-deepagent`]: 2,
        [`${A2UI}#optional-enable-ch09-skills`]: 2,
        [`${QUICK_START}/_index.md#3-optional-enable-skills-chapter-9-capability-reuse`]: 2,
      },
    },
    {
      ask: 'datamodelupdate',
      answers: {
        [`${A2UI}#a2ui-messages-beginrendering--surfaceupdate--datamodelupdate--interruptrequest`]: 2,
        [`${A2UI}#event-streaming-high-level`]: 2,
        [`${A2UI}#a2ui-components-text--column--card--row`]: 1,
      },
    },
    {
      ask: 'genModelInput',
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${ADK_OVERVIEW}#chatmodelagent`]: 1,
      },
    },
    {
      ask: 'schema.AgenticMessagesPlaceholder',
      answers: {
        [`${COMPONENTS}/agentic_chat_template_guide.md#creation-methods`]: 2,
        [`${COMPONENTS}/agentic_chat_template_guide.md#standalone-usage`]: 2,
      },
    },
    {
      ask: 'wrapinterruptandrerunifneeded',
      answers: { [`${HITL}#1-graph-interrupt-compatibility`]: 2, [`${HITL}#migration-benefits`]: 1 },
    },
    {
      ask: 'adk.WithHistoryRewriter',
      answers: {
        [`${COLLABORATION}#customization`]: 2,
        [`${AGENT}#agentwithoptions`]: 2,
        [`${COLLABORATION}#workflow-agents`]: 1,
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#adk-framework-262`]: 1,
      },
    },
    {
      ask: 'OnLoadWarning',
      answers: {
        [`${AGENTS_MD}#config`]: 2,
        [`${AGENTS_MD}#parameters`]: 2,
        [`${AGENTS_MD}#error-handling`]: 2,
        [`${AGENTS_MD}#rules`]: 1,
        [`${AGENTS_MD}#faq`]: 1,
      },
    },
    {
      ask: 'WithRuntimeMaxSteps',
      answers: {
        [`${RELEASES}/v01_first_release.md#features`]: 2,
      },
    },
    {
      ask: 'callbacks EnsureRunInfo',
      answers: {
        [`${CALLBACKS}#using-outside-graph`]: 2,
        [`${CALLBACKS}#nested-component-usage`]: 1,
      },
    },
    {
      ask: 'InferOptionalTool',
      answers: {
        [`${CREATE_TOOL}#using-inferoptionabletool-method-standard-tool`]: 2,
        [`${CREATE_TOOL}#enhanced-tool-using-inferoptionableenhancedtool-method`]: 1,
        [`${CHAT_AGENT}#step-1-add-tool-supporting-interrupt`]: 1,
      },
    },
    {
      ask: 'SetAutomaticClose',
      answers: { [`${ADK_OVERVIEW}#agent-interface`]: 2 },
    },
    {
      ask: 'react BuildAgentCallback',
      answers: {
        [`${REACT}#withcallbacks`]: 2,
        [`${RELEASES}/v02_second_release.md#features-4`]: 2,
      },
    },
    {
      ask: 'callbacksHelper.LoaderCallbackHandler',
      answers: { [`${LOADER}#callback-usage-example`]: 2 },
    },
    {
      ask: 'stream state pre handler',
      answers: {
        [`${PRINCIPLES}#type-alignment-of-statehandler`]: 2,
        [`${PRINCIPLES}#global-state`]: 2,
        [`${STREAMS}#streaming-paradigms-of-orchestration-helper-elements`]: 1,
        [`${RELEASES}/v02_second_release.md#features`]: 1,
      },
    },
  ],
  paraphrase: [
    {
      ask: 'hand over a photo together with my question',
      answers: {
        [`${CHAT_MODEL}#message-struct`]: 2,
        [`${AGENTIC_MODEL}#userinputimage`]: 2,
        'FAQ.md#q-how-to-adapt-multimodal-inputoutput-for-models-supported-by-eino-ext': 1,
        'FAQ.md#q-using-the-latest-multimodal-support-field-userinputmulticontent-to-input-multimodal-data-but-the-model-side-doesnt-seem-to-have-my-multimodal-data-or-cant-read-multicontent-content-during-multimodal-input': 1,
      },
    },
    {
      ask: 'exchange one AI supplier for another while leaving everything else alone',
      answers: {
        [`${FIRST_CHAPTER}#why-we-need-the-component-interfaces`]: 2,
        [`${FIRST_CHAPTER}#introduction-to-the-eino-framework`]: 2,
      },
    },
    {
      ask: 'display what the LLM mulled over, apart from its reply',
      answers: {
        'FAQ.md#q-how-to-get-the-reasoning-contentreasoningdeep-thinking-content-output-by-the-model-chat-model': 2,
        [`${AGENTIC_MODEL}#reasoning`]: 2,
      },
    },
    {
      ask: 'mend sloppy brackets and quotation marks the AI wrote',
      answers: {
        'FAQ.md#q-before-calling-tools-including-mcp-tool-getting-json-unmarshal-failure-error-how-to-solve': 2,
        'Cookbook.md#tool': 2,
      },
    },
    {
      ask: 'gather several viewpoints on one idea at a stroke',
      answers: {
        [`${WORKFLOW_AGENTS}#features-2`]: 2,
        [`${WORKFLOW_AGENTS}#example-2`]: 2,
        [`${COLLABORATION}#parallelagent`]: 1,
        [`${ADK_ARTICLE}#-workflowagents-precision-pipelines`]: 1,
        [`${ADK_QUICKSTART}#adk-examples`]: 1,
        'Cookbook.md#intro-examples': 1,
      },
    },
    {
      ask: 'chores that must wait for other chores',
      answers: {
        [`${PLAN_TASK}#dependency-management`]: 2,
        [`${PLAN_TASK}#task-structure`]: 1,
        [`${PLAN_TASK}#taskupdate`]: 1,
      },
    },
    {
      ask: 'fire everything the moment it can rather than in lockstep',
      answers: {
        [`${PRINCIPLES}#execution-engine`]: 2,
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md#new-features`]: 2,
      },
    },
    {
      ask: 'which famous companies bet on this in earnest',
      answers: {
        [`${OVERVIEW}/eino_open_source.md`]: 2,
        [`${OVERVIEW}/eino_open_source.md#practice-driven`]: 1,
        [`${PRACTICE}#preface`]: 2,
        [`${WORKFLOW}#coze-studio-workflow`]: 1,
      },
    },
    {
      ask: 'bring articles from the internet or my disk into the program',
      answers: {
        [`${LOADER}#introduction`]: 2,
        [`${LOADER}#existing-implementations`]: 2,
        'ecosystem_integration/document/_index.md': 1,
        'ecosystem_integration/_index.md#loader': 1,
      },
    },
    {
      ask: 'cheat sheet of ready-to-copy demos',
      answers: {
        'Cookbook.md': 2,
        [`${ADK_QUICKSTART}#adk-examples`]: 1,
      },
    },
    {
      ask: 'a ceiling so that the bot cannot spin forever',
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${REACT}#maxstep`]: 2,
        [`${WORKFLOW_AGENTS}#features-1`]: 2,
        [`${PLAN_EXECUTE}#4-planexecuteagent`]: 1,
        [`${PLAN_EXECUTE}#2-executor`]: 1,
        [`${COLLABORATION}#loopagent`]: 2,
        [`${ADK_ARTICLE}#-workflowagents-precision-pipelines`]: 1,
        [`${ADK_OVERVIEW}#chatmodelagent`]: 1,
      },
    },
    {
      ask: 'spell out each argument of a helper one by one',
      answers: {
        [`${CREATE_TOOL}#method-1---mapstringparameterinfo`]: 2,
        [`${CREATE_TOOL}#toolinfo-representations`]: 2,
        [`${CREATE_TOOL}#standard-tool-using-newtool-method`]: 1,
        [`${TOOLS_NODE}#method-2-use-newenhancedtool-for-manual-creation`]: 1,
        [`${REACT}#toolsconfig`]: 1,
      },
    },
    {
      ask: 'a bot that inquires again if it was told too little',
      answers: {
        [`${CHAT_AGENT}#example`]: 2,
        [`${CHAT_AGENT}#step-1-add-tool-supporting-interrupt`]: 2,
        'Cookbook.md#human-in-the-loop': 2,
        [`${ADK_QUICKSTART}#adk-examples`]: 1,
        [`${HITL}#more-examples`]: 1,
      },
    },
    {
      ask: 'a boss whose underlings are bosses themselves',
      answers: {
        [`${ADK_QUICKSTART}#adk-examples`]: 2,
        'Cookbook.md#multi-agent': 2,
      },
    },
    {
      ask: 'glue routines together although their parameters do not fit',
      answers: { [`${WORKFLOW}#flexible-input-and-output-types`]: 2, [`${WORKFLOW}#field-mapping`]: 1 },
    },
    {
      ask: 'kick off a later step without telling it anything',
      answers: {
        [`${WORKFLOW}#control-flow-only-no-data-flow`]: 2,
        [`${WORKFLOW}#separation-of-control-flow-and-data-flow`]: 2,
        'Cookbook.md#workflow-workflow-orchestration': 1,
      },
    },
    {
      ask: 'tackle gigantic texts by cutting them up and working on the slices simultaneously',
      answers: {
        [`${QUICK_START}/chapter_08_graph_tool.md#what-you-learn`]: 2,
      },
    },
    {
      ask: 'send half of the visitors to another LLM as an experiment',
      answers: { 'Cookbook.md#model': 2 },
    },
    {
      ask: "jot down a bot's reply under a label for others to read",
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${ADK_OVERVIEW}#chatmodelagent`]: 2,
        [`${COLLABORATION}#concept-1`]: 1,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#feature-enhancements`]: 1,
      },
    },
    {
      ask: 'where to chat with the maintainers',
      answers: {
        [`${OVERVIEW}/_index.md#contact-us`]: 2,
        [`${OVERVIEW}/eino_open_source.md#quick-start`]: 2,
        [`${OVERVIEW}/eino_open_source.md#related-links`]: 2,
        [`${PRACTICE}#related-links`]: 2,
      },
    },
  ],
  troubleshooting: [
    {
      ask: 'curly braces in my instruction break ChatModelAgent with a pyfmt error',
      answers: { [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2 },
    },
    {
      ask: 'AddSessionValue before runner.Run has no effect',
      answers: { [`${COLLABORATION}#concept-1`]: 2 },
    },
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
      answers: {
        [`${LOCAL_BACKEND}#faq`]: 2,
        [`${LOCAL_BACKEND}#comparison-with-agentkit-backend`]: 2,
      },
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
    {
      ask: 'knowledgeindexing: eino-docs: no such file or directory',
      answers: { [`${PRACTICE}#run`]: 2 },
    },
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
  ],
  keywords: [
    {
      ask: 'vector store integrations redis milvus elasticsearch',
      answers: {
        'ecosystem_integration/indexer/_index.md': 2,
        'ecosystem_integration/retriever/_index.md': 2,
        'ecosystem_integration/_index.md#indexer': 2,
        'ecosystem_integration/_index.md#retriever': 2,
        [`${INDEXER}#existing-implementations`]: 2,
        [`${RETRIEVER}#existing-implementations`]: 2,
      },
    },
    {
      ask: 'langfuse apmplus cozeloop',
      answers: {
        'ecosystem_integration/callbacks/_index.md': 2,
        [`${PRACTICE}#observability-optional`]: 2,
        [`${OVERVIEW}/eino_open_source.md#tooling-ecosystem`]: 1,
        [`${AGENT_CALLBACK}#tracing-use-case`]: 1,
      },
    },
    {
      ask: 'mcp prompt component',
      answers: { 'ecosystem_integration/chat_template/_index.md': 2 },
    },
    {
      ask: 'embedding dashscope tencentcloud',
      answers: { 'ecosystem_integration/embedding/_index.md': 2 },
    },
    {
      ask: 'ark prefix cache session cache',
      answers: {
        'ecosystem_integration/chat_model/agentic_model_ark.md#features': 2,
        'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 2,
        [`${AGENTIC_MODEL}#differences-from-chatmodel`]: 1,
      },
    },
    {
      ask: 'qianfan qwen deepseek',
      answers: { 'ecosystem_integration/chat_model/_index.md': 2 },
    },
    {
      ask: 'wikipedia browseruse commandline tool',
      answers: {
        'ecosystem_integration/tool/_index.md': 2,
        [`${CREATE_TOOL}#method-3---use-tools-from-eino-ext`]: 1,
      },
    },
    {
      ask: 'batch node',
      answers: {
        'Cookbook.md#batch-batch-processing': 2,
        'FAQ.md#q-how-does-eino-implement-batch-processing-nodes-similar-to-batch-processing-nodes-in-coze': 2,
      },
    },
    {
      ask: 'core modules overview',
      answers: { 'core_modules/_index.md': 2 },
    },
    {
      ask: 'deepagent minimum eino version',
      answers: {
        [`${DEEP_AGENTS}#importpath`]: 2,
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#feature-enhancements`]: 2,
      },
    },
    {
      ask: 'lambda message to slice tolist',
      answers: { [`${LAMBDA}#tolist`]: 2 },
    },
    {
      ask: 'recommended middleware combination long conversation',
      answers: {
        [`${V08}/_index.md#middleware-usage-recommendations`]: 2,
        [`${PATCH_TOOL_CALLS}#combined-with-other-middlewares`]: 2,
        [`${PATCH_TOOL_CALLS}#notes`]: 1,
        [`${AGENTS_MD}#middleware-ordering`]: 1,
        [`${SUMMARIZATION}#best-practices`]: 1,
      },
    },
    {
      ask: 'custom agent implementation',
      answers: {
        'core_modules/eino_adk/agent_implementation/_index.md': 2,
        [`${AGENT}#agent-definition`]: 2,
        [`${AGENT}#asynciterator`]: 2,
        [`${ADK_OVERVIEW}#agent-interface`]: 2,
        'Cookbook.md#intro-examples': 1,
        [`${EXCEL_AGENT}#agent-abstraction-the-foundation-for-flexibly-defining-agents`]: 1,
      },
    },
    {
      ask: 'golangci-lint gofmt goimports',
      answers: {
        [`${OVERVIEW}/_index.md#code-standards`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#documentation--engineering`]: 1,
      },
    },
    {
      ask: 'required go version',
      answers: {
        [`${OVERVIEW}/_index.md#dependency-requirements`]: 2,
        [`${FIRST_CHAPTER}#get-the-code`]: 2,
      },
    },
    {
      ask: 'callback trace chapter quickstart',
      answers: {
        [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 2,
        [`${QUICK_START}/_index.md#learning-path-chapter-navigation`]: 1,
        [`${FIRST_CHAPTER}#quickstart-series-build-chatwitheino-from-scratch`]: 1,
      },
    },
    {
      ask: 'agent runner multi-turn console tutorial',
      answers: {
        [`${QUICK_START}/chapter_02_chatmodelagent_runner_agentevent.md`]: 2,
        [`${QUICK_START}/_index.md#learning-path-chapter-navigation`]: 1,
        [`${FIRST_CHAPTER}#quickstart-series-build-chatwitheino-from-scratch`]: 1,
      },
    },
    {
      ask: 'langgraph autogen crewai history',
      answers: { [`${GRAPH_OR_AGENT}#historical-perspective-from-determinism-to-autonomy`]: 2 },
    },
    {
      ask: 'kin-openapi removal jsonschema migration',
      answers: {
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#breaking-changes`]: 2,
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#migration-guide`]: 2,
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#version-overview`]: 2,
        [`${TOOLS_NODE}#v05x--v06x`]: 2,
        'FAQ.md#q-after-upgrading-to-version-06x-there-are-incompatibility-issues': 2,
      },
    },
    {
      ask: 'StateGraph StateChain removed',
      answers: {
        [`${RELEASES}/v03_tiny_break_change.md#features`]: 2,
        [`${CALLBACKS}#runinfo`]: 1,
      },
    },
  ],
};
