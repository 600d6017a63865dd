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
  CHAT_TEMPLATE,
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
  IDE_PLUGIN,
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

/** Written blind when the search was tuned, and never used to tune it. */
export const HELD_OUT: Readonly<Record<QuestionKind, readonly Question[]>> = {
  'how-to': [
    {
      ask: 'I only want my logging handler to fire for one node inside a nested subgraph, how do I target that node?',
      answers: {
        [`${CALL_OPTIONS}#calloptions-in-orchestration`]: 2,
        [`${CALLBACKS}#injecting-handlers-into-graph`]: 2,
        [`${CALLBACKS}#using-in-graph`]: 2,
        [`${PRINCIPLES}#option-distribution`]: 2,
        [`${FLOW}/_index.md#using-flows-in-orchestration`]: 1,
      },
    },
    {
      ask: 'How do I expose an existing Go function as a tool without writing the parameter schema by hand?',
      answers: {
        [`${CREATE_TOOL}#standard-tool-using-infertool-method`]: 2,
        [`${CREATE_TOOL}#using-gostruct2paramsoneof`]: 1,
        [`${CREATE_TOOL}#method-2---convert-local-functions-to-tools`]: 1,
        [`${CHAT_AGENT}#step-1-define-tools`]: 1,
        [`${HITL}#quick-start`]: 1,
        [`${COLLABORATION}#example`]: 1,
      },
    },
    {
      ask: "I want to resume a paused agent and hand the user's answer to one particular interrupt point, what do I call?",
      answers: {
        [`${HITL}#runnerresumewithparams`]: 2,
        [`${HITL}#quick-start`]: 2,
        [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 1,
        [`${HITL}#resumewithdata`]: 1,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#new-resume-strategies`]: 1,
        [`${RUNNER}#resume`]: 1,
        [`${CHAT_AGENT}#step-3-configure-checkpointstore-in-agent-runner`]: 1,
      },
    },
    {
      ask: 'how can i wrap a compose graph so that an agent can call it like any other tool?',
      answers: {
        [`${GRAPH_OR_AGENT}#conclusion`]: 2,
        [`${GRAPH_OR_AGENT}#the-integration-path-encapsulating-graph-as-agents-tool`]: 1,
        'Cookbook.md#graphtool': 1,
        [`${QUICK_START}/chapter_08_graph_tool.md`]: 1,
      },
    },
    {
      ask: 'How do I dump the structure of my compiled graph as a mermaid diagram?',
      answers: {
        'FAQ.md#q-how-to-visualize-the-topology-structure-of-a-graphchainworkflow': 2,
        'Cookbook.md#-devops': 1,
      },
    },
    {
      ask: 'Need to serve an ADK runner over HTTP with server-sent events. Is there a sample I can copy?',
      answers: {
        'Cookbook.md#intro-examples': 2,
        [`${A2UI}#a2ui-implementation-converting-agentevent-to-a2ui-sse`]: 1,
        [`${A2UI}#server-routes-high-level`]: 1,
        [`${A2UI}#code-location`]: 1,
      },
    },
    {
      ask: 'How do I stop a running graph from the outside when the pod is shutting down so it can be picked up again later?',
      answers: { [`${CHECKPOINT}#external-proactive-interrupt`]: 2 },
    },
    {
      ask: "How do I fill one lambda's input struct with fields coming from two different predecessor nodes in a Workflow?",
      answers: {
        [`${WORKFLOW}#field-mapping`]: 2,
        [`${OVERVIEW}/_index.md#quick-start`]: 2,
        [`${WORKFLOW}#data-flow-only-no-control-flow`]: 1,
        [`${PRINCIPLES}#type-alignment-in-workflow`]: 1,
        [`${PRINCIPLES}#fan-in-and-merge`]: 1,
      },
    },
    {
      ask: 'I let the agent run shell commands on my laptop. How do I restrict it to ls, cat and grep?',
      answers: { [`${LOCAL_BACKEND}#with-command-validation`]: 2, [`${LOCAL_BACKEND}#configuration`]: 1 },
    },
    {
      ask: 'How do I split a markdown document at its headings?',
      answers: {
        [`${TRANSFORMER}#standalone-usage`]: 2,
        [`${TRANSFORMER}#callback-usage-example`]: 1,
        [`${TRANSFORMER}#existing-implementations`]: 1,
        'ecosystem_integration/document/_index.md#document-component-list': 1,
        'ecosystem_integration/_index.md#transformer': 1,
        [`${PRACTICE}#visual-orchestration`]: 1,
      },
    },
    {
      ask: 'Show me how to write documents into Milvus 2 with an HNSW index',
      answers: {
        [`${INDEXER}#milvus-example`]: 2,
        'ecosystem_integration/indexer/_index.md#indexer-component-list': 1,
      },
    },
    {
      ask: 'How do I switch the built-in prompts and tool descriptions of the ADK to Chinese?',
      answers: {
        [`${AGENT}#usage-example`]: 2,
        [`${AGENT}#language-settings`]: 2,
        [`${AGENT}#api`]: 2,
        [`${V08}/_index.md#3-language-setting`]: 2,
        [`${FILE_SYSTEM}#multilingual-support`]: 2,
        [`${PLAN_TASK}#multi-language-support`]: 2,
        [`${PATCH_TOOL_CALLS}#multi-language-support`]: 2,
        [`${TOOL_REDUCTION}#multi-language-support`]: 2,
        [`${AGENT}#scope-of-effect`]: 1,
      },
    },
    {
      ask: "Where do I report a security hole I found in eino? I'd rather not open a public issue",
      answers: { [`${OVERVIEW}/_index.md#security`]: 2 },
    },
    {
      ask: 'I use flow/agent/react and want to watch every intermediate message while Generate is still running. How?',
      answers: { [`${REACT}#get-intermediate-results`]: 2, [`${REACT}#withcallbacks`]: 1 },
    },
    {
      ask: 'How do I attach the Eino Dev debugger to a process that runs on a remote server?',
      answers: {
        [`${DEBUG_PLUGIN}#configure-address`]: 2,
        [`${DEBUG_PLUGIN}#local-or-remote-debugging`]: 2,
        [`${DEBUG_PLUGIN}#initialize-debugging`]: 1,
        [`${DEBUG_PLUGIN}#run-your-process`]: 1,
      },
    },
    {
      ask: 'I have an MCP server running over SSE; how do I turn what it offers into []tool.BaseTool?',
      answers: {
        [`${CREATE_TOOL}#method-4---use-mcp-protocol`]: 2,
        'ecosystem_integration/tool/_index.md#tool-component-list': 1,
        [`${TOOLS_NODE}#existing-implementations`]: 1,
        [`${COMPONENTS}/agentic_tools_node_guide.md#existing-implementations`]: 1,
      },
    },
    {
      ask: 'How do I query Elasticsearch 7 with dense vector similarity?',
      answers: {
        [`${RETRIEVER}#elasticsearch-7-example`]: 2,
        'ecosystem_integration/retriever/_index.md#retriever-component-list': 1,
      },
    },
    {
      ask: 'In a ChatModelAgent I want to drop everything but the last 30 messages before each model call. Which hook do I implement?',
      answers: {
        [`${CHAT_AGENT}#beforemodelrewritestate--aftermodelrewritestate`]: 2,
        [`${MIDDLEWARE_GUIDE}#interface-definition`]: 1,
        [`${MIDDLEWARE_GUIDE}#using-basechatmodelagentmiddleware`]: 1,
        [`${MIDDLEWARE_GUIDE}#handler-method-description`]: 1,
        [`${MIDDLEWARE_GUIDE}#architecture-diagram`]: 1,
      },
    },
    {
      ask: 'I keep a CLAUDE.md-like file in the repo. How do I have its content put in front of the model on every call?',
      answers: {
        [`${AGENTS_MD}#minimal-example`]: 2,
        [`${AGENTS_MD}#quick-start`]: 2,
        [`${AGENTS_MD}#overview`]: 1,
        [`${AGENTS_MD}#config`]: 1,
      },
    },
    {
      ask: 'How do I start the quickstart assistant with the browser UI?',
      answers: {
        [`${QUICK_START}/_index.md#2-final-web-a2ui`]: 2,
        [`${A2UI}#run`]: 2,
        [`${QUICK_START}/_index.md#the-shortest-path-run-it-first`]: 1,
      },
    },
    {
      ask: 'How do I hook the eino-ext skill folders into my agent so it can pull in a SKILL.md when it needs one?',
      answers: {
        [`${SKILL_CHAPTER}#enable-skill-in-deepagent`]: 2,
        [`${SKILL}#quick-start`]: 2,
        [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 1,
        [`${SKILL}#newbackendfromfilesystem`]: 1,
        [`${SKILL}#initialization`]: 1,
        [`${QUICK_START}/_index.md#3-optional-enable-skills-chapter-9-capability-reuse`]: 1,
        [`${A2UI}#optional-enable-ch09-skills`]: 1,
      },
    },
    {
      ask: 'We are going to v0.8 and have a struct that wraps our chat model (decorator around Generate). How do I port that to the new middleware interface?',
      answers: {
        [`${BREAKING}#21-agentevent-sending-mechanism-change`]: 2,
        [`${MIDDLEWARE_GUIDE}#usage-example-model-wrapping`]: 1,
        [`${MIDDLEWARE_GUIDE}#modelcontext`]: 1,
        [`${CHAT_AGENT}#wrapmodel`]: 1,
        [`${V08}/_index.md#upgrade-guide`]: 1,
        [`${BREAKING}#migration-recommendations`]: 1,
        [`${MIDDLEWARE_GUIDE}#migrating-from-agentmiddleware-to-chatmodelagentmiddleware`]: 1,
      },
    },
    {
      ask: 'I have a compose graph and I want my ADK agent to be able to call it as one of its tools, how do I wrap it?',
      answers: {
        [`${GRAPH_OR_AGENT}#conclusion`]: 2,
        [`${GRAPH_OR_AGENT}#the-integration-path-encapsulating-graph-as-agents-tool`]: 1,
        'Cookbook.md#graphtool': 1,
        [`${QUICK_START}/chapter_08_graph_tool.md`]: 1,
      },
    },
    {
      ask: 'How do I push what the agent says to the browser over SSE and read that stream on the JS side without a websocket?',
      answers: {
        [`${A2UI}#frontend-integration-fetch--sse-not-websocket`]: 2,
        [`${A2UI}#a2ui-implementation-converting-agentevent-to-a2ui-sse`]: 2,
        [`${A2UI}#event-streaming-high-level`]: 1,
        [`${A2UI}#server-routes-high-level`]: 1,
        'Cookbook.md#intro-examples': 1,
        [`${A2UI}#a2ui-messages-beginrendering--surfaceupdate--datamodelupdate--interruptrequest`]: 1,
      },
    },
    {
      ask: 'how do I switch on langfuse or APMPlus for the eino assistant sample',
      answers: {
        [`${PRACTICE}#observability-optional`]: 2,
        'ecosystem_integration/callbacks/_index.md': 1,
        [`${OVERVIEW}/eino_open_source.md#tooling-ecosystem`]: 1,
      },
    },
    {
      ask: "I'd like to try the Excel Agent sample with my own csv - where does the input file go, how do I change the query and in which folder do I find the result?",
      answers: {
        [`${EXCEL_AGENT}#configure-environment-and-inputoutput-paths`]: 2,
        [`${EXCEL_AGENT}#view-execution-results`]: 1,
      },
    },
    {
      ask: "I want the OpenAI agentic model to use OpenAI's own web search and nothing else. Which options do I pass?",
      answers: {
        'ecosystem_integration/chat_model/agentic_model_openai.md#server-tool-example': 2,
        [`${AGENTIC_MODEL}#standalone-usage`]: 2,
        'ecosystem_integration/chat_model/agentic_model_openai.md#configuration': 1,
        [`${AGENTIC_MODEL}#common-options`]: 1,
        'ecosystem_integration/chat_model/agentic_model_ark.md#server-tool-example': 1,
        [`${AGENTIC_MODEL}#differences-from-chatmodel`]: 1,
      },
    },
    {
      ask: 'How can I put a ready-made flow, say the host multi agent, inside a bigger graph as a node and still address its inner nodes with options?',
      answers: {
        [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2,
        [`${REACT}#agent-in-graphchain`]: 1,
        [`${PRINCIPLES}#graph-nesting`]: 1,
      },
    },
    {
      ask: "With flow/agent/react I need every message the agent produces on the way (tool calls, tool results) while it's still running. what do I call?",
      answers: {
        [`${REACT}#get-intermediate-results`]: 2,
        'FAQ.md#q-how-to-visualize-the-topology-structure-of-a-graphchainworkflow': 1,
        [`${REACT}#withcallbacks`]: 1,
      },
    },
    {
      ask: 'Write a ChatModelAgent middleware that logs the name of each tool call and how long it took. Which method do I override?',
      answers: {
        [`${CHAT_AGENT}#wrapinvokabletoolcall--wrapstreamabletoolcall`]: 2,
        [`${MIDDLEWARE_GUIDE}#usage-example-tool-call-wrapping`]: 2,
        [`${MIDDLEWARE_GUIDE}#interface-definition`]: 1,
        [`${MIDDLEWARE_GUIDE}#using-basechatmodelagentmiddleware`]: 1,
        [`${MIDDLEWARE_GUIDE}#toolcontext`]: 1,
        [`${CHAT_AGENT}#chatmodelagent-middleware`]: 1,
        [`${MIDDLEWARE_GUIDE}#handler-method-description`]: 1,
        [`${TOOLS_NODE}#middleware-usage-example`]: 1,
      },
    },
    {
      ask: "How do I make a tool wait for a human's approve / reject and then hand that decision back to it on resume?",
      answers: {
        [`${HITL}#quick-start`]: 2,
        [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 2,
        [`${HITL}#runnerresumewithparams`]: 1,
        [`${HITL}#getresumecontext`]: 1,
        [`${CHAT_AGENT}#step-1-add-tool-supporting-interrupt`]: 1,
        [`${CHAT_AGENT}#step-3-configure-checkpointstore-in-agent-runner`]: 1,
        'Cookbook.md#human-in-the-loop': 1,
        [`${QUICK_START}/chapter_07_interrupt_resume.md`]: 1,
        [`${ADK_ARTICLE}#-interrupt-and-resume-mechanism`]: 1,
        [`${HITL}#tool-package-api`]: 1,
      },
    },
    {
      ask: 'I load several agents.md files, how can I limit the total number of bytes that gets injected?',
      answers: {
        [`${AGENTS_MD}#config`]: 2,
        [`${AGENTS_MD}#parameters`]: 1,
        [`${AGENTS_MD}#error-handling`]: 1,
        [`${AGENTS_MD}#performance-considerations`]: 1,
      },
    },
    {
      ask: 'How do I rename read_file to something else and turn write_file off in the filesystem middleware?',
      answers: {
        [`${FILE_SYSTEM}#toolconfig`]: 2,
        [`${FILE_SYSTEM}#middlewareconfig`]: 1,
        [`${FILE_SYSTEM}#injected-tools`]: 1,
        [`${V08}/_index.md#13-filesystem-middleware`]: 1,
      },
    },
    {
      ask: 'My agent works on the local disk backend. How do I allow only ls, cat and grep as shell commands?',
      answers: {
        [`${LOCAL_BACKEND}#with-command-validation`]: 2,
        [`${LOCAL_BACKEND}#configuration`]: 1,
        [`${LOCAL_BACKEND}#core-features`]: 1,
      },
    },
    {
      ask: 'how to plug my own tokenizer into the summarization middleware instead of the chars/4 guess',
      answers: {
        [`${SUMMARIZATION}#configuration-examples`]: 2,
        [`${SUMMARIZATION}#configuration-options`]: 1,
        [`${SUMMARIZATION}#best-practices`]: 1,
      },
    },
    {
      ask: 'I want to debug a graph that runs on a remote dev server with the Eino Dev plugin; what do I add to the code, and which ip/port do I enter?',
      answers: {
        [`${DEBUG_PLUGIN}#initialize-debugging`]: 2,
        [`${DEBUG_PLUGIN}#configure-address`]: 2,
        [`${DEBUG_PLUGIN}#local-or-remote-debugging`]: 1,
        [`${DEBUG_PLUGIN}#run-your-process`]: 1,
        [`${DEBUG_PLUGIN}#install-dependencies-1`]: 1,
        [`${DEBUG_PLUGIN}#configure-debug-address`]: 1,
      },
    },
    {
      ask: 'How do I write documents into Milvus 2.5 with an HNSW index from eino?',
      answers: {
        [`${INDEXER}#milvus-example`]: 2,
        'ecosystem_integration/indexer/_index.md': 1,
        'ecosystem_integration/_index.md#indexer': 1,
        [`${INDEXER}#existing-implementations`]: 1,
      },
    },
    {
      ask: 'A lambda in my graph returns a plain string and the chat template after it wants a map with a key. How do I connect the two?',
      answers: {
        [`${CHAT_TEMPLATE}#getting-data-from-predecessor-node-output`]: 2,
        [`${COMPONENTS}/agentic_chat_template_guide.md#pull-data-from-predecessor-node-output`]: 2,
        [`${PRINCIPLES}#edge`]: 2,
        [`${PRINCIPLES}#fan-in-and-merge`]: 1,
        [HOST]: 1,
      },
    },
    {
      ask: 'Our pods get redeployed often. How can I stop a running graph from outside, with a timeout, and carry on with it later?',
      answers: {
        [`${CHECKPOINT}#external-proactive-interrupt`]: 2,
        [`${CHECKPOINT}#using-checkpoint`]: 1,
        [`${CHECKPOINT}#enabling-checkpoint`]: 1,
      },
    },
  ],
  concept: [
    {
      ask: "What's the difference between transferring to a sub-agent and wrapping that agent as a tool?",
      answers: {
        [`${COLLABORATION}#inter-agent-collaboration-methods`]: 2,
        [`${COLLABORATION}#concept-2`]: 2,
        [`${ADK_OVERVIEW}#multi-agent-collaboration`]: 2,
        [`${ADK_ARTICLE}#-flexible-collaboration-mechanisms`]: 2,
        [`${EXCEL_AGENT}#agent-collaboration-data-passing-hidden-behind-agents`]: 2,
        [`${COLLABORATION}#composition-primitives`]: 2,
        [`${COLLABORATION}#agentastool`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-agentastool`]: 1,
        [`${CHAT_AGENT}#chatmodelagent-transfer`]: 1,
        [`${OVERVIEW}/_index.md#quick-start`]: 1,
      },
    },
    {
      ask: 'When should I build a graph and when an agent?',
      answers: {
        [`${GRAPH_OR_AGENT}#conclusion`]: 2,
        [`${GRAPH_OR_AGENT}#introduction-two-coexisting-ai-interaction-paradigms`]: 2,
        [`${GRAPH_OR_AGENT}#deep-comparison`]: 2,
        [`${GRAPH_OR_AGENT}#basic-definitions`]: 1,
        [`${GRAPH_OR_AGENT}#agent-as-a-graph-node`]: 1,
      },
    },
    {
      ask: 'pregel engine vs dag engine - what changes in the way nodes get run?',
      answers: {
        [`${PRINCIPLES}#execution-engine`]: 2,
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md#new-features`]: 1,
        [`${WORKFLOW}#what-is-eino-workflow`]: 1,
        [`${WORKFLOW}#branch`]: 1,
      },
    },
    {
      ask: 'Why am I not supposed to change the input map inside a node or a callback handler?',
      answers: {
        [`${PRINCIPLES}#read-only-principle-for-external-variables`]: 2,
        [`${CALLBACKS}#reading-and-writing-input--output-in-handler`]: 2,
      },
    },
    {
      ask: 'What is meant by a fake stream?',
      answers: {
        [`${STREAMS}#component-streaming-paradigm-in-orchestration`]: 2,
        [`${STREAMS}#paradigm-of-internal-components-at-runtime-in-orchestration-products`]: 1,
      },
    },
    {
      ask: 'How does DeepAgents compare to plan-execute and to a plain ReAct agent? I care about cost and latency',
      answers: {
        [`${DEEP_AGENTS}#comparison-with-other-agents`]: 2,
        [`${ADK_ARTICLE}#-deepagents-pattern-planning-driven-centralized-collaboration`]: 1,
      },
    },
    {
      ask: "Tool or skill - what's the distinction?",
      answers: {
        [`${SKILL_CHAPTER}#from-graph-tool-to-skill-why-skill-docs`]: 2,
        [`${SKILL}#what-is-a-skill`]: 1,
        [`${QUICK_START}/_index.md#3-optional-enable-skills-chapter-9-capability-reuse`]: 1,
      },
    },
    {
      ask: 'Does eino store chat history for me, or is memory/session persistence my own job?',
      answers: { [`${QUICK_START}/chapter_03_memory_and_session.md`]: 2, 'Cookbook.md#react-agent': 1 },
    },
    {
      ask: 'In what does AgenticModel differ from ChatModel?',
      answers: {
        [`${AGENTIC_MODEL}#differences-from-chatmodel`]: 2,
        [`${AGENTIC_MODEL}#introduction`]: 1,
        [`${AGENTIC_MODEL}#agenticmessage-struct`]: 1,
        [`${AGENTIC_MODEL}#common-options`]: 1,
      },
    },
    {
      ask: 'Why did Eino go for typed nodes checked at compile time rather than passing map[string]any everywhere the way langchain does?',
      answers: {
        [`${PRINCIPLES}#type-alignment-of-upstream-and-downstream-as-the-basic-principle`]: 2,
        'core_modules/chain_and_graph_orchestration/_index.md': 1,
        [`${OVERVIEW}/eino_open_source.md#highly-reliable-and-maintainable`]: 1,
        [`${OVERVIEW}/eino_open_source.md#einos-unique-advantages`]: 1,
      },
    },
    {
      ask: 'break action vs exit action inside a LoopAgent: what still runs afterwards?',
      answers: { [WORKFLOW_AGENTS]: 2, [`${AGENT}#agentaction`]: 2, [`${COLLABORATION}#workflow-agents`]: 1 },
    },
    {
      ask: 'What is the difference between a static and a dynamic interrupt in a graph?',
      answers: {
        [`${CHECKPOINT}#using-static-interrupt`]: 2,
        [`${CHECKPOINT}#dynamic-interrupt`]: 2,
        [`${CHECKPOINT}#in-eino-v070-and-later`]: 1,
        [`${HITL}#2-compatibility-with-static-interrupts-added-at-compile-time`]: 1,
        [`${CHECKPOINT}#before-eino-v070`]: 1,
      },
    },
    {
      ask: 'Can a v0.x minor upgrade of eino break my code, and what are they waiting for before v1?',
      answers: {
        [`${RELEASES}/_index.md#common-understanding-about-v0-v1-vn-n1`]: 2,
        [`${RELEASES}/_index.md#version-management-guidelines`]: 1,
      },
    },
    {
      ask: 'What does RunPath tell me, and what does it look like when agents are nested?',
      answers: { [`${COLLABORATION}#runpath`]: 2, [`${AGENT}#agentname--runpath`]: 1 },
    },
    {
      ask: 'In-memory, local disk or agentkit sandbox: which file backend fits a multi-tenant production service?',
      answers: {
        [`${BACKEND}#implementation-comparison`]: 2,
        [`${LOCAL_BACKEND}#comparison-with-agentkit-backend`]: 2,
        [`${SANDBOX}#comparison-with-local-backend`]: 2,
        [`${BACKEND}#background-and-goals`]: 1,
        [`${BACKEND}#external-implementations`]: 1,
      },
    },
    {
      ask: 'What is A2UI and does it belong to the framework?',
      answers: {
        [`${A2UI}#important-a2uis-boundary`]: 2,
        [`${A2UI}#from-text-to-ui-why-a2ui`]: 2,
        [`${QUICK_START}/_index.md#final-deliverable-an-extensible-end-to-end-agent-application-skeleton`]: 2,
      },
    },
    {
      ask: 'why is there a ChatModelAgentMiddleware interface when AgentMiddleware already existed',
      answers: {
        [`${MIDDLEWARE_GUIDE}#why-use-chatmodelagentmiddleware-instead-of-agentmiddleware`]: 2,
        [`${V08}/_index.md#1-chatmodelagentmiddleware-interface`]: 2,
        [`${MIDDLEWARE_GUIDE}#migrating-from-agentmiddleware-to-chatmodelagentmiddleware`]: 1,
      },
    },
    {
      ask: 'When do I need an enhanced tool rather than a standard one?',
      answers: {
        [`${TOOLS_NODE}#enhanced-tool-interface`]: 2,
        [`${TOOLS_NODE}#v06x-new-enhanced-tools`]: 2,
        [`${CREATE_TOOL}#enhanced-tool-interface`]: 2,
        [`${TOOLS_NODE}#enhanced-tool-usage`]: 2,
        [`${CREATE_TOOL}#implementing-enhanced-tool-interface`]: 1,
        [`${CREATE_TOOL}#enhanced-tool-using-newenhancedtool-method`]: 1,
        [`${CREATE_TOOL}#tool-type-selection-guide`]: 1,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#multimodal-tool-support-760`]: 1,
      },
    },
    {
      ask: 'What categories of agents does the ADK have, and what is each for?',
      answers: {
        [`${ADK_QUICKSTART}#agent-in-adk`]: 2,
        [`${OVERVIEW}/_index.md#agent-development-kit-adk`]: 1,
        [`${WORKFLOW_AGENTS}#what-are-workflow-agents`]: 1,
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#adk-framework-262`]: 1,
        [`${ADK_ARTICLE}#core-building-blocks`]: 2,
        [`${ADK_OVERVIEW}#multi-agent-collaboration`]: 1,
      },
    },
    {
      ask: 'What do I gain by coding against component interfaces instead of the OpenAI client directly?',
      answers: {
        [`${FIRST_CHAPTER}#why-we-need-the-component-interfaces`]: 2,
        [`${FIRST_CHAPTER}#introduction-to-the-eino-framework`]: 1,
        [`${COMPONENTS}/_index.md`]: 1,
        [`${OVERVIEW}/_index.md#rich-components`]: 1,
      },
    },
    {
      ask: 'InMemory, Local or Agentkit sandbox: which filesystem backend is meant for what?',
      answers: {
        [`${BACKEND}#implementation-comparison`]: 2,
        [`${BACKEND}#built-in-implementation-inmemorybackend`]: 1,
        [`${BACKEND}#external-implementations`]: 1,
        [`${BACKEND}#background-and-goals`]: 1,
        [`${LOCAL_BACKEND}#comparison-with-agentkit-backend`]: 1,
        [`${SANDBOX}#comparison-with-local-backend`]: 1,
      },
    },
    {
      ask: 'Does Eino itself come with storage for chat memory and sessions, or is keeping the conversation history my own job?',
      answers: { [`${QUICK_START}/chapter_03_memory_and_session.md`]: 2, 'Cookbook.md#react-agent': 1 },
    },
    {
      ask: 'Eino is still at v0.x, so what guarantees do I get about API compatibility and when is v1 supposed to come?',
      answers: {
        [`${RELEASES}/_index.md#common-understanding-about-v0-v1-vn-n1`]: 2,
        [`${RELEASES}/_index.md#version-management-guidelines`]: 1,
      },
    },
    {
      ask: 'why is it considered a bad idea to use an agent as a node of a graph, and what should one do instead?',
      answers: {
        [`${GRAPH_OR_AGENT}#agent-as-a-graph-node`]: 2,
        [`${GRAPH_OR_AGENT}#the-integration-path-encapsulating-graph-as-agents-tool`]: 1,
        [`${GRAPH_OR_AGENT}#conclusion`]: 1,
      },
    },
    {
      ask: 'When would I take DeepAgents and when plan-execute or a simple ReAct agent? what are the costs?',
      answers: {
        [`${DEEP_AGENTS}#comparison-with-other-agents`]: 2,
        [`${ADK_ARTICLE}#-deepagents-pattern-planning-driven-centralized-collaboration`]: 1,
        [`${ADK_ARTICLE}#-plan-execute-pattern-structured-problem-solving`]: 1,
        [`${PLAN_EXECUTE}#what-is-plan-execute-agent`]: 1,
      },
    },
    {
      ask: 'Transfer vs AgentAsTool - how do they differ in what context the other agent sees and who carries on afterwards?',
      answers: {
        [`${COLLABORATION}#inter-agent-collaboration-methods`]: 2,
        [`${COLLABORATION}#composition-primitives`]: 2,
        [`${COLLABORATION}#concept-2`]: 2,
        [`${COLLABORATION}#agentastool`]: 2,
        [`${ADK_OVERVIEW}#multi-agent-collaboration`]: 2,
        [`${ADK_ARTICLE}#-flexible-collaboration-mechanisms`]: 2,
        [`${EXCEL_AGENT}#agent-collaboration-data-passing-hidden-behind-agents`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-transfer`]: 1,
        [`${CHAT_AGENT}#chatmodelagent-agentastool`]: 1,
        [`${GRAPH_OR_AGENT}#multi-agent-and-orchestration`]: 1,
        [`${OVERVIEW}/_index.md#quick-start`]: 1,
      },
    },
    {
      ask: "What does AgenticModel give me that ChatModel doesn't?",
      answers: {
        [`${AGENTIC_MODEL}#differences-from-chatmodel`]: 2,
        [`${AGENTIC_MODEL}#introduction`]: 1,
        [`${AGENTIC_MODEL}#common-options`]: 1,
        [`${AGENTIC_MODEL}#agenticmessage-struct`]: 1,
      },
    },
    {
      ask: 'what is an enhanced tool compared with a normal one and when do I need it',
      answers: {
        [`${TOOLS_NODE}#enhanced-tool-interface`]: 2,
        [`${CREATE_TOOL}#enhanced-tool-interface`]: 2,
        [`${TOOLS_NODE}#v06x-new-enhanced-tools`]: 2,
        [`${TOOLS_NODE}#enhanced-tool-usage`]: 1,
        [`${CREATE_TOOL}#implementing-enhanced-tool-interface`]: 1,
        [`${TOOLS_NODE}#toolresult---tool-output-result`]: 1,
        [`${TOOLS_NODE}#standard-tool-interface`]: 1,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#multimodal-tool-support-760`]: 1,
      },
    },
    {
      ask: "Why does Workflow keep control flow apart from data flow? I don't see the benefit over a graph edge",
      answers: {
        [`${WORKFLOW}#separation-of-control-flow-and-data-flow`]: 2,
        [`${WORKFLOW}#what-is-eino-workflow`]: 1,
        [`${WORKFLOW}#data-flow-only-no-control-flow`]: 1,
        [`${WORKFLOW}#control-flow-only-no-data-flow`]: 1,
      },
    },
    {
      ask: 'pregel vs dag: which engine do Chain, Graph and Workflow run on and what does that mean for cycles?',
      answers: { [`${PRINCIPLES}#execution-engine`]: 2, [`${WORKFLOW}#what-is-eino-workflow`]: 1 },
    },
    {
      ask: "What is the ADK Runner good for, couldn't I call Run on the agent directly?",
      answers: {
        [`${RUNNER}#definition`]: 2,
        [`${ADK_OVERVIEW}#agentrunner`]: 2,
        [`${QUICK_START}/chapter_02_chatmodelagent_runner_agentevent.md#what-you-learn`]: 1,
        [`${AGENT_CALLBACK}#tracing-use-case`]: 1,
        [`${RUNNER}#interrupt--resume`]: 1,
        [`${ADK_ARTICLE}#-asynchronous-event-driven-architecture`]: 1,
      },
    },
    {
      ask: 'In Eino terms, how is a Skill different from a Tool?',
      answers: {
        [`${SKILL_CHAPTER}#from-graph-tool-to-skill-why-skill-docs`]: 2,
        [`${SKILL}#what-is-a-skill`]: 1,
        [`${QUICK_START}/_index.md#3-optional-enable-skills-chapter-9-capability-reuse`]: 1,
      },
    },
    {
      ask: "What was ByteDance's reasoning for an LLM framework in Go when LangChain and LlamaIndex already existed in Python?",
      answers: {
        [`${OVERVIEW}/eino_open_source.md#einos-unique-advantages`]: 2,
        [`${OVERVIEW}/eino_open_source.md#highly-reliable-and-maintainable`]: 1,
        [`${OVERVIEW}/_index.md#introduction`]: 1,
        [PRINCIPLES]: 1,
        [`${PRINCIPLES}#type-alignment-of-upstream-and-downstream-as-the-basic-principle`]: 1,
      },
    },
    {
      ask: 'what\'s meant by a "fake stream"?',
      answers: {
        [`${STREAMS}#component-streaming-paradigm-in-orchestration`]: 2,
        [`${STREAMS}#paradigm-of-internal-components-at-runtime-in-orchestration-products`]: 1,
      },
    },
    {
      ask: 'Common options of a component versus options of one implementation: how are the two told apart in a call option?',
      answers: {
        [`${CALL_OPTIONS}#component-calloption-shapes`]: 2,
        [`${CALL_OPTIONS}#model-abstraction`]: 2,
        [`${CALL_OPTIONS}#example-claude-implementation`]: 1,
        [`${AGENTIC_MODEL}#implementation-specific-custom-options`]: 1,
        [`${CHAT_MODEL}#option-mechanism`]: 1,
        [`${CHAT_MODEL}#common-options`]: 1,
        [`${EMBEDDING}#common-options`]: 1,
      },
    },
    {
      ask: 'Why is Agent described as a higher-level thing than ChatModel, and what does AgentEvent stand for?',
      answers: {
        [`${QUICK_START}/chapter_02_chatmodelagent_runner_agentevent.md#what-you-learn`]: 2,
        [`${CHAT_AGENT}#what-is-chatmodelagent`]: 1,
        [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 1,
        [`${ADK_QUICKSTART}#what-is-an-agent`]: 1,
        [`${ADK_QUICKSTART}#agent-in-adk`]: 1,
        [`${AGENT}#agentevent`]: 1,
        [`${ADK_ARTICLE}#-asynchronous-event-driven-architecture`]: 1,
        [`${EXCEL_AGENT}#agent-abstraction-the-foundation-for-flexibly-defining-agents`]: 1,
      },
    },
    {
      ask: "What principles are Eino's component abstractions designed by, and what do I gain from coding against the interfaces?",
      answers: {
        [`${COMPONENTS}/_index.md`]: 2,
        [`${FIRST_CHAPTER}#why-we-need-the-component-interfaces`]: 2,
        [`${OVERVIEW}/eino_open_source.md#stable-core`]: 1,
        'core_modules/chain_and_graph_orchestration/_index.md': 1,
        [`${OVERVIEW}/_index.md#rich-components`]: 1,
        [`${FIRST_CHAPTER}#summary`]: 1,
      },
    },
    {
      ask: 'why does an interrupt point need an address in the human in the loop framework, what properties must it have?',
      answers: {
        [`${HITL}#the-need-for-addresses`]: 2,
        [`${HITL}#how-addresses-meet-these-requirements`]: 2,
        [`${HITL}#address-structure`]: 1,
        [`${HITL}#interruptinfo-and-interruptctx`]: 1,
        [`${HITL}#adk-layer-segment-types`]: 1,
        [`${HITL}#compose-layer-segment-types`]: 1,
      },
    },
  ],
  identifier: [
    {
      ask: 'adk.SetRunLocalValue',
      answers: {
        [`${MIDDLEWARE_GUIDE}#run-local-storage-api`]: 2,
        [`${MIDDLEWARE_GUIDE}#migrating-from-composeprocessstatestate`]: 2,
        [`${MIDDLEWARE_GUIDE}#usage-example-sharing-data-across-handler-points`]: 1,
      },
    },
    {
      ask: 'GetResumeContext',
      answers: {
        [`${HITL}#getresumecontext`]: 2,
        [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#new-core-modules`]: 1,
      },
    },
    {
      ask: 'withdisallowtransfertoparent',
      answers: {
        [`${AGENT}#agentwithoptions`]: 2,
        [`${COLLABORATION}#example`]: 2,
        [`${COLLABORATION}#concept-2`]: 1,
      },
    },
    {
      ask: 'multiquery.NewRetriever',
      answers: { [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2, 'Cookbook.md#retriever': 1 },
    },
    {
      ask: 'ComponentOfAgent',
      answers: {
        [`${AGENT_CALLBACK}#componentofagent`]: 2,
        [`${AGENT_CALLBACK}#option-1-use-handlerbuilder`]: 1,
      },
    },
    {
      ask: 'What does UnknownToolsHandler in ToolsNodeConfig do when the model invents a tool?',
      answers: {
        [`${COMPONENTS}/agentic_tools_node_guide.md#introduction`]: 2,
        [`${TOOLS_NODE}#introduction`]: 1,
        'Cookbook.md#react-agent': 1,
      },
    },
    {
      ask: "If I set EmitInternalEvents on adk.ToolsConfig, do the inner agent's events also end up in the parent's context?",
      answers: {
        [`${COLLABORATION}#agentastool`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 1,
        [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 1,
      },
    },
    {
      ask: 'does compose.WithLambdaCallbackEnable turn the node callback on or off',
      answers: { [`${LAMBDA}#without-custom-option`]: 2 },
    },
    {
      ask: 'who reads IsCallbacksEnabled of a component and what happens if it returns true?',
      answers: {
        [`${CALLBACKS}#triggering-inside-component-implementation-component-callback`]: 2,
        [`${PRINCIPLES}#callback-injection`]: 2,
        [`${CALLBACKS}#graph-node-triggering-node-callback`]: 1,
      },
    },
    {
      ask: 'What is WithNoDirectDependency for when I use AddInputWithOptions?',
      answers: {
        [`${WORKFLOW}#data-flow-only-no-control-flow`]: 2,
        [`${WORKFLOW}#control-flow-only-no-data-flow`]: 1,
        [`${WORKFLOW}#separation-of-control-flow-and-data-flow`]: 1,
      },
    },
    {
      ask: 'What arguments does PatchedContentGenerator get and what should it return?',
      answers: {
        [`${PATCH_TOOL_CALLS}#configuration-options`]: 2,
        [`${PATCH_TOOL_CALLS}#custom-placeholder-message`]: 2,
        [`${PATCH_TOOL_CALLS}#default-placeholder-message`]: 1,
        [`${PATCH_TOOL_CALLS}#notes`]: 1,
      },
    },
    {
      ask: 'which values are allowed for SessionTTL in agentkit.Config',
      answers: { [`${SANDBOX}#config-structure`]: 2 },
    },
    {
      ask: 'GetCommonOptions or GetImplSpecificOptions - which one reads which options?',
      answers: {
        [`${CALL_OPTIONS}#model-abstraction`]: 2,
        [`${CALL_OPTIONS}#example-claude-implementation`]: 2,
        [`${CALL_OPTIONS}#component-calloption-shapes`]: 1,
        [`${CHAT_MODEL}#complete-implementation-example`]: 1,
        [`${RETRIEVER}#option-mechanism`]: 1,
        [`${PARSER}#example`]: 1,
        [`${AGENT}#agentrunoption`]: 1,
      },
    },
    {
      ask: 'What do I lose when I set WithoutGeneralSubAgent=true in deep.Config?',
      answers: {
        [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2,
        [`${DEEP_AGENTS}#deepagents-structure`]: 1,
      },
    },
    {
      ask: 'agenticark.Config: is Timeout still honoured if I also set HTTPClient?',
      answers: { 'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 2 },
    },
    {
      ask: 'how should I treat a WillRetryError I get from MessageStream.Recv?',
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#chatmodel-retry-mechanism-635`]: 1,
      },
    },
    {
      ask: 'Does regex_pattern of tool_search look at tool descriptions too?',
      answers: {
        [`${TOOL_SEARCH}#notes`]: 2,
        [`${TOOL_SEARCH}#tool_search-tool`]: 2,
        [`${TOOL_SEARCH}#overview`]: 1,
      },
    },
    {
      ask: "what does ClearRetentionSuffixLimit control in reduction.Config and what's its default?",
      answers: {
        [`${TOOL_REDUCTION}#config-main-configuration`]: 2,
        [`${TOOL_REDUCTION}#clear`]: 1,
        [`${TOOL_REDUCTION}#custom-configuration`]: 1,
      },
    },
    {
      ask: 'adk.SetLanguage',
      answers: {
        [`${AGENT}#language-settings`]: 2,
        [`${AGENT}#api`]: 2,
        [`${AGENT}#usage-example`]: 2,
        [`${AGENT}#scope-of-effect`]: 2,
        [`${V08}/_index.md#3-language-setting`]: 2,
        [`${FILE_SYSTEM}#multilingual-support`]: 1,
        [`${TOOL_REDUCTION}#multi-language-support`]: 1,
        [`${PLAN_TASK}#multi-language-support`]: 1,
        [`${PATCH_TOOL_CALLS}#multi-language-support`]: 1,
      },
    },
    {
      ask: 'Does AgentWithDeterministicTransferTo still hand over to ToAgentNames if the wrapped agent was interrupted?',
      answers: {
        [`${SUPERVISOR}#event-stream-append-transfer-event`]: 2,
        [`${SUPERVISOR}#what-is-withdeterministictransferto`]: 2,
        [`${SUPERVISOR}#configuration-structure`]: 2,
        [`${SUPERVISOR}#agent-wrapping`]: 1,
        [`${SUPERVISOR}#supervisor-agent-features`]: 1,
        [`${COLLABORATION}#static-transfer-configuration`]: 1,
      },
    },
    {
      ask: 'If my component returns true from IsCallbacksEnabled, who fires OnStart and OnEnd then?',
      answers: {
        [`${CALLBACKS}#triggering-inside-component-implementation-component-callback`]: 2,
        [`${PRINCIPLES}#callback-injection`]: 2,
        [`${CALLBACKS}#graph-node-triggering-node-callback`]: 1,
        [`${CALLBACKS}#nested-component-usage`]: 1,
      },
    },
    {
      ask: 'compose.ProcessState',
      answers: {
        [`${PRINCIPLES}#global-state`]: 2,
        [`${GRAPH_INTRO}#graph-with-state`]: 2,
        'FAQ.md#q-how-to-get-the-parent-graphs-state-in-a-subgraph': 1,
        [`${MIDDLEWARE_GUIDE}#migrating-from-composeprocessstatestate`]: 1,
        [`${MIDDLEWARE_GUIDE}#state-type-to-be-deprecated`]: 1,
      },
    },
    {
      ask: "what's the effect of NewBreakLoopAction on the agents that come after the LoopAgent, as opposed to NewExitAction?",
      answers: {
        [WORKFLOW_AGENTS]: 2,
        [`${WORKFLOW_AGENTS}#optimization-points-explained`]: 2,
        [`${AGENT}#agentaction`]: 2,
        [`${COLLABORATION}#workflow-agents`]: 1,
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#feature-enhancements`]: 1,
      },
    },
    {
      ask: 'toolsearch DynamicTools',
      answers: {
        [`${TOOL_SEARCH}#configuration`]: 2,
        [`${TOOL_SEARCH}#usage-example`]: 2,
        [`${TOOL_SEARCH}#beforeagent`]: 1,
        [`${TOOL_SEARCH}#wrapmodel`]: 1,
        [`${TOOL_SEARCH}#notes`]: 1,
        [`${TOOL_SEARCH}#overview`]: 1,
      },
    },
    {
      ask: 'which built-ins do WithoutWriteTodos and WithoutGeneralSubAgent take away from deep.Config?',
      answers: {
        [`${DEEP_AGENTS}#task-decomposition-and-planning`]: 2,
        [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2,
      },
    },
    {
      ask: 'does GetImplSpecificOptions just skip options that were made for another type?',
      answers: {
        [`${AGENT}#agentrunoption`]: 2,
        [`${CALL_OPTIONS}#model-abstraction`]: 2,
        [`${CREATE_TOOL}#using-inferoptionabletool-method-standard-tool`]: 1,
        [`${CHAT_MODEL}#complete-implementation-example`]: 1,
        [`${CALL_OPTIONS}#example-claude-implementation`]: 1,
      },
    },
    {
      ask: 'MessageJSONParseConfig.ParseKeyPath',
      answers: {
        [`${LAMBDA}#messageparser`]: 2,
        'FAQ.md#q-does-eino-support-structured-model-output': 1,
        [`${RELEASES}/v02_second_release.md#v026`]: 1,
        [`${RELEASES}/v02_second_release.md#features`]: 1,
      },
    },
    {
      ask: 'When do I need devops.AppendType and where do I pass it?',
      answers: {
        [`${DEBUG_PLUGIN}#specify-implementation-type-for-interface-fields`]: 2,
        [`${DEBUG_PLUGIN}#debugging-mapstringany`]: 1,
      },
    },
    {
      ask: 'what value must MaxStep of react.AgentConfig have for 10 rounds, how are steps counted?',
      answers: { [`${REACT}#maxstep`]: 2 },
    },
    {
      ask: 'github.com/cloudwego/eino-ext/components/model/agenticark',
      answers: {
        'ecosystem_integration/chat_model/agentic_model_ark.md#installation': 2,
        'ecosystem_integration/chat_model/agentic_model_ark.md#quick-start': 2,
        'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 1,
        'ecosystem_integration/chat_model/agentic_model_ark.md#function-tool-example': 1,
        'ecosystem_integration/chat_model/agentic_model_ark.md#server-tool-example': 1,
        [`${AGENTIC_MODEL}#assistantgentext`]: 1,
        'ecosystem_integration/_index.md#chatmodel': 1,
      },
    },
    {
      ask: 'EmitInternalEvents',
      answers: {
        [`${COLLABORATION}#agentastool`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${SUMMARIZATION}#internal-events`]: 2,
        [`${CHAT_AGENT}#chatmodelagent-react-pattern`]: 1,
        [`${CHAT_AGENT}#step-2-add-tool-to-agent`]: 1,
        [`${SUMMARIZATION}#configuration-options`]: 1,
      },
    },
    {
      ask: 'multi query new retriever rewrite llm',
      answers: {
        [`${FLOW}/_index.md#using-flows-in-orchestration`]: 2,
        'Cookbook.md#retriever': 1,
        [`${OVERVIEW}/_index.md#rich-components`]: 1,
        [`${RELEASES}/v01_first_release.md#features`]: 1,
        [`${RELEASES}/v01_first_release.md#v016`]: 1,
      },
    },
    {
      ask: 'How does ExtParser choose a parser, and when does FallbackParser kick in?',
      answers: {
        [`${PARSER}#extparser`]: 2,
        [`${PARSER}#common-options`]: 1,
        [`${PARSER}#introduction`]: 1,
        'Cookbook.md#document': 1,
        [`${RELEASES}/v02_second_release.md#features-4`]: 1,
      },
    },
    {
      ask: 'do I still have to pass compose.WithEagerExecution when the trigger mode is AllPredecessor?',
      answers: {
        [`${PRINCIPLES}#execution-engine`]: 2,
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md#new-features`]: 2,
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md#version-overview`]: 2,
      },
    },
    {
      ask: 'what happens to the history when a skill has context: fork_with_context in its FrontMatter, compared to fork?',
      answers: {
        [`${SKILL}#contextmode`]: 2,
        [`${SKILL}#frontmatter`]: 2,
        [`${SKILL}#agenthub-and-modelhub`]: 1,
        [`${V08}/_index.md#14-skill-middleware`]: 1,
      },
    },
    {
      ask: 'registerstreamchunkconcatfunc',
      answers: {
        [`${PRINCIPLES}#type-alignment-methods-under-invoke-and-stream`]: 2,
        [`${CHECKPOINT}#checkpoint-in-streaming`]: 2,
        [`${STREAMS}#component-streaming-paradigm-in-orchestration`]: 1,
        [`${STREAMS}#paradigm-of-internal-components-at-runtime-in-orchestration-products`]: 1,
        [`${PRINCIPLES}#stream-processing`]: 1,
      },
    },
  ],
  paraphrase: [
    {
      ask: 'A dialogue has been going on for hours; boil the earlier part down before it stops fitting',
      answers: {
        [`${SUMMARIZATION}#overview`]: 2,
        [`${V08}/_index.md#11-summarization-middleware`]: 2,
        'Cookbook.md#intro-examples': 1,
        [`${REACT}#messagerewriter`]: 1,
        [`${SUMMARIZATION}#quick-start`]: 1,
      },
    },
    {
      ask: 'The bot should jot down what is left on its plate, and which item has to hold until another one is finished',
      answers: {
        [`${PLAN_TASK}#overview`]: 2,
        [`${PLAN_TASK}#dependency-management`]: 2,
        [`${V08}/_index.md#15-plantask-middleware`]: 1,
        [`${PLAN_TASK}#usage-example`]: 1,
        [`${DEEP_AGENTS}#task-decomposition-and-planning`]: 1,
      },
    },
    {
      ask: 'We offer three hundred abilities and showing every one of them each turn costs too much; can it look up the handful it needs first?',
      answers: {
        [`${TOOL_SEARCH}#overview`]: 2,
        [`${V08}/_index.md#16-toolsearch-middleware`]: 2,
        [`${TOOL_SEARCH}#tool-selection-flow`]: 1,
        [`${TOOL_SEARCH}#usage-example`]: 1,
      },
    },
    {
      ask: 'Before it moves money, the bot must hold still until a person says yes',
      answers: {
        [`${HITL}#quick-start`]: 2,
        [`${QUICK_START}/chapter_07_interrupt_resume.md`]: 1,
        [`${AGENTIC_MODEL}#mcptoolapprovalrequest`]: 1,
        'Cookbook.md#human-in-the-loop': 1,
        [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 1,
        [`${OVERVIEW}/_index.md#quick-start`]: 1,
        [`${CHAT_AGENT}#chatmodelagent-interrupt-and-resume`]: 1,
        [`${ADK_ARTICLE}#-interrupt-and-resume-mechanism`]: 1,
      },
    },
    {
      ask: 'I need a for-each over an array of a hundred rows in one run. Is that there, or what do people do instead?',
      answers: {
        'FAQ.md#q-how-does-eino-implement-batch-processing-nodes-similar-to-batch-processing-nodes-in-coze': 2,
        'Cookbook.md#batch-batch-processing': 2,
      },
    },
    {
      ask: 'Steer a tenth of the traffic to a rival LLM to see which one does better',
      answers: { 'Cookbook.md#model': 2 },
    },
    {
      ask: 'Measure how long each stage takes and note what went in and came out, leaving the stages themselves untouched',
      answers: {
        [`${CALLBACKS}#problem-solved`]: 2,
        [`${CALLBACKS}#using-in-graph`]: 2,
        [`${OVERVIEW}/_index.md#callbacks`]: 2,
        [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 1,
        [`${PRACTICE}#operational-tools`]: 2,
        'ecosystem_integration/callbacks/_index.md#callbacks-component-list': 1,
        [`${AGENT_CALLBACK}#tracing-use-case`]: 1,
        [`${OVERVIEW}/_index.md#quick-start`]: 2,
      },
    },
    {
      ask: "The vendor's endpoint has hiccups; I'd like my bot to ask again a few times by itself before giving up",
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${QUICK_START}/chapter_05_middleware.md`]: 1,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#chatmodel-retry-mechanism-635`]: 1,
        'ecosystem_integration/chat_model/agentic_model_openai.md#configuration': 1,
        'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 1,
      },
    },
    {
      ask: 'My second routine needs just one bit of what the first yields, and I refuse to alter either of them',
      answers: {
        [`${WORKFLOW}#flexible-input-and-output-types`]: 2,
        [`${WORKFLOW}#field-mapping`]: 2,
        [`${OVERVIEW}/_index.md#quick-start`]: 1,
        [`${PRINCIPLES}#type-alignment-in-workflow`]: 1,
        [`${PRINCIPLES}#edge`]: 1,
      },
    },
    {
      ask: 'Sketch the pipeline with the mouse inside my editor and have Go source written out for me',
      answers: {
        [`${ORCHESTRATION_PLUGIN}#overview`]: 2,
        [`${ORCHESTRATION_PLUGIN}#create-and-orchestrate-a-graph`]: 2,
        [`${IDE_PLUGIN}#graph-orchestration`]: 1,
        [`${OVERVIEW}/eino_open_source.md#tooling-ecosystem`]: 1,
        [`${PRACTICE}#visual-orchestration`]: 1,
      },
    },
    {
      ask: 'Once helpers are done, the boss must always get the ball again',
      answers: {
        [`${SUPERVISOR}#what-is-supervisor-agent`]: 2,
        [`${SUPERVISOR}#supervisor-agent-features`]: 2,
        [`${COLLABORATION}#static-transfer-configuration`]: 2,
        [`${ADK_ARTICLE}#-supervisor-pattern-centralized-coordination`]: 2,
        [`${SUPERVISOR}#what-is-withdeterministictransferto`]: 2,
        [`${SUPERVISOR}#supervisor-agent-structure`]: 2,
        [`${ADK_QUICKSTART}#agent-in-adk`]: 1,
        [`${OVERVIEW}/_index.md#quick-start`]: 1,
      },
    },
    {
      ask: 'The bot dribbles its answer out in bits, yet the next stage can only chew on the entire thing. Who glues it together?',
      answers: {
        [`${STREAMS}#component-streaming-paradigm-in-orchestration`]: 2,
        [`${OVERVIEW}/_index.md#complete-stream-processing`]: 2,
        [`${PRINCIPLES}#stream-processing`]: 2,
        [`${PRINCIPLES}#type-alignment-methods-under-invoke-and-stream`]: 2,
        [`${PRACTICE}#streaming-mastery`]: 2,
        [`${STREAMS}#overview-of-orchestration-streaming`]: 1,
        [`${STREAMS}#paradigm-of-internal-components-at-runtime-in-orchestration-products`]: 1,
      },
    },
    {
      ask: 'Keep recipes on disk which the bot opens only once a job requires them',
      answers: {
        [`${SKILL}#what-is-a-skill`]: 2,
        [`${SKILL_CHAPTER}#from-graph-tool-to-skill-why-skill-docs`]: 2,
        [`${QUICK_START}/_index.md#3-optional-enable-skills-chapter-9-capability-reuse`]: 2,
        [`${V08}/_index.md#14-skill-middleware`]: 1,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#skill-middleware-661`]: 1,
        [`${SKILL_CHAPTER}#enable-skill-in-deepagent`]: 1,
        [`${SKILL}#quick-start`]: 1,
      },
    },
    {
      ask: 'During CI nothing may be left on the hard drive, so whatever the bot saves ought to be make-believe',
      answers: {
        [`${BACKEND}#built-in-implementation-inmemorybackend`]: 2,
        [`${BACKEND}#background-and-goals`]: 2,
        [`${BACKEND}#implementation-comparison`]: 1,
      },
    },
    {
      ask: 'Put a question to several bots at the same moment and go on once everyone has replied',
      answers: {
        [`${WORKFLOW_AGENTS}#parallelagent`]: 2,
        [`${WORKFLOW_AGENTS}#features-2`]: 2,
        [`${COLLABORATION}#parallelagent`]: 2,
        [`${WORKFLOW_AGENTS}#example-2`]: 1,
        [`${ADK_ARTICLE}#-workflowagents-precision-pipelines`]: 2,
        [`${EXCEL_AGENT}#workflow-agents-controllable-multi-agent-execution-pipeline`]: 2,
        [`${COLLABORATION}#composition-primitives`]: 2,
        [`${ADK_OVERVIEW}#multi-agent-collaboration`]: 2,
        [`${ADK_QUICKSTART}#adk-examples`]: 1,
        'Cookbook.md#intro-examples': 1,
        [`${ADK_QUICKSTART}#agent-in-adk`]: 1,
      },
    },
    {
      ask: 'Have just this one reply come out less creative, without constructing the client anew',
      answers: {
        [`${CALL_OPTIONS}#calloptions-in-orchestration`]: 2,
        [`${CHAT_MODEL}#common-options`]: 2,
        [`${CHAT_MODEL}#option-usage-example`]: 2,
        [`${REACT}#options`]: 2,
        [`${PRACTICE}#operational-tools`]: 2,
        [`${OVERVIEW}/_index.md#quick-start`]: 2,
        [`${AGENTIC_MODEL}#option-usage`]: 1,
        'Cookbook.md#react-agent': 1,
      },
    },
    {
      ask: 'A scratchpad that every box of my diagram can look at and scribble on in a single go',
      answers: {
        [`${GRAPH_INTRO}#graph-with-state`]: 2,
        [`${PRINCIPLES}#global-state`]: 2,
        'Cookbook.md#graph-graph-orchestration': 1,
        [`${OVERVIEW}/eino_open_source.md#quick-introduction-to-eino`]: 1,
      },
    },
    {
      ask: 'My text for the LLM has blanks to fill; how do earlier remarks of both sides get in there?',
      answers: {
        [`${CHAT_TEMPLATE}#creation-methods`]: 2,
        [`${CHAT_TEMPLATE}#standalone-usage`]: 2,
        [`${COMPONENTS}/agentic_chat_template_guide.md#creation-methods`]: 1,
        [`${GRAPH_INTRO}#toolcallagent`]: 1,
      },
    },
    {
      ask: 'Pull papers out of a bucket at AWS',
      answers: {
        [`${LOADER}#existing-implementations`]: 2,
        'ecosystem_integration/document/_index.md#document-component-list': 2,
        'ecosystem_integration/_index.md#loader': 2,
        [`${PRACTICE}#meet-the-players`]: 1,
      },
    },
    {
      ask: 'A helper makes dozens of messy lookups; its lead should hear nothing but the conclusion',
      answers: {
        [`${DEEP_AGENTS}#task-delegation-and-subagents-invocation`]: 2,
        [`${ADK_ARTICLE}#-deepagents-pattern-planning-driven-centralized-collaboration`]: 2,
        [`${COLLABORATION}#agentastool`]: 1,
        [`${SKILL}#contextmode`]: 1,
        [`${DEEP_AGENTS}#deepagents-structure`]: 1,
      },
    },
    {
      ask: 'The vendor refuses my transcript because the bot asked for something and nobody ever wrote down what came of it. Can that be mended by itself?',
      answers: {
        [`${PATCH_TOOL_CALLS}#overview`]: 2,
        [`${V08}/_index.md#17-patchtoolcalls-middleware`]: 2,
        [`${PATCH_TOOL_CALLS}#quick-start`]: 1,
        [`${PATCH_TOOL_CALLS}#how-it-works`]: 1,
        [`${PATCH_TOOL_CALLS}#message-history-after-repair`]: 1,
      },
    },
    {
      ask: "After an hour of talking the bot hits the ceiling of what fits. I'd like the older part boiled down to a short recap.",
      answers: {
        [`${SUMMARIZATION}#overview`]: 2,
        [`${V08}/_index.md#11-summarization-middleware`]: 2,
        [`${SUMMARIZATION}#quick-start`]: 1,
        [`${SUMMARIZATION}#how-it-works`]: 1,
        'Cookbook.md#intro-examples': 1,
        [`${REACT}#messagerewriter`]: 1,
        [`${CHAT_AGENT}#beforemodelrewritestate--aftermodelrewritestate`]: 1,
      },
    },
    {
      ask: 'I have three hundred abilities, showing them all to the LLM drowns it. It ought to look up just the handful it wants.',
      answers: {
        [`${TOOL_SEARCH}#overview`]: 2,
        [`${V08}/_index.md#16-toolsearch-middleware`]: 2,
        [`${TOOL_SEARCH}#how-it-works`]: 1,
        [`${TOOL_SEARCH}#tool-selection-flow`]: 1,
        [`${TOOL_SEARCH}#architecture`]: 1,
      },
    },
    {
      ask: 'One lookup sometimes gives back a whole megabyte and eats the prompt. Keep the head, park everything else on disk.',
      answers: {
        [`${TOOL_REDUCTION}#overview`]: 2,
        [`${TOOL_REDUCTION}#truncation`]: 2,
        [`${V08}/_index.md#12-toolreduction-middleware`]: 2,
        [`${TOOL_REDUCTION}#architecture`]: 1,
        [`${TOOL_REDUCTION}#basic-usage`]: 1,
        [`${FILE_SYSTEM}#deprecated-large-tool-result-offloading`]: 1,
        [`${TOOL_REDUCTION}#config-main-configuration`]: 1,
      },
    },
    {
      ask: 'The bot should jot down its chores, tick them off and know which chore has to wait for another.',
      answers: {
        [`${PLAN_TASK}#overview`]: 2,
        [`${PLAN_TASK}#dependency-management`]: 2,
        [`${PLAN_TASK}#taskupdate`]: 1,
        [`${PLAN_TASK}#taskcreate`]: 1,
        [`${PLAN_TASK}#typical-flow`]: 1,
        [`${V08}/_index.md#15-plantask-middleware`]: 1,
        [`${DEEP_AGENTS}#task-decomposition-and-planning`]: 1,
      },
    },
    {
      ask: "There is a sheet with our house customs in the repo. The bot should hear it at each turn, yet it mustn't end up in the stored dialogue.",
      answers: {
        [`${AGENTS_MD}#overview`]: 2,
        [`${AGENTS_MD}#key-mechanics`]: 2,
        [`${AGENTS_MD}#faq`]: 2,
        [`${AGENTS_MD}#minimal-example`]: 1,
        [`${AGENTS_MD}#injection-flow`]: 1,
        [`${AGENTS_MD}#middleware-ordering`]: 1,
      },
    },
    {
      ask: "Whatever our customers' bots do must never touch our own machines, only some fenced-off computer elsewhere.",
      answers: {
        [`${SANDBOX}#overview`]: 2,
        [`${SANDBOX}#core-features`]: 2,
        [`${BACKEND}#external-implementations`]: 2,
        [`${BACKEND}#implementation-comparison`]: 1,
        [`${SANDBOX}#comparison-with-local-backend`]: 1,
        [`${LOCAL_BACKEND}#comparison-with-agentkit-backend`]: 1,
        [`${BACKEND}#background-and-goals`]: 1,
      },
    },
    {
      ask: 'Money must not leave the account until a colleague has said yes, perhaps two days afterwards and with our program relaunched since.',
      answers: {
        [`${HITL}#quick-start`]: 2,
        [`${ADK_ARTICLE}#-interrupt-and-resume-mechanism`]: 2,
        [`${CHECKPOINT}#in-eino-v070-and-later-1`]: 2,
        [`${RUNNER}#interrupt--resume`]: 2,
        [`${RUNNER}#state-persistence-checkpoint`]: 1,
        [`${RUNNER}#resume`]: 1,
        [`${QUICK_START}/chapter_07_interrupt_resume.md`]: 1,
        'Cookbook.md#human-in-the-loop': 1,
        [`${CHAT_AGENT}#chatmodelagent-interrupt-and-resume`]: 1,
        [`${CHAT_AGENT}#step-3-configure-checkpointstore-in-agent-runner`]: 1,
        [`${CHECKPOINT}#introduction`]: 1,
        [`${OVERVIEW}/_index.md#quick-start`]: 1,
        [`${HITL}#runnerresumewithparams`]: 1,
      },
    },
    {
      ask: "The vendor throttles us now and then. I'd like a second go to happen by itself.",
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#chatmodel-retry-mechanism-635`]: 2,
        [`${QUICK_START}/chapter_05_middleware.md#why-middleware`]: 1,
        [`${QUICK_START}/chapter_05_middleware.md#what-you-learn`]: 1,
        'ecosystem_integration/chat_model/agentic_model_openai.md#configuration': 1,
        'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 1,
      },
    },
    {
      ask: 'find the paragraphs in my pile of manuals that fit best to what somebody asked',
      answers: {
        [`${RETRIEVER}#introduction`]: 2,
        [`${RETRIEVER}#retrieve-method`]: 2,
        [`${RETRIEVER}#interface-definition`]: 1,
        [`${COMPONENTS}/_index.md`]: 1,
        [`${PRACTICE}#meet-the-players`]: 1,
        [`${EMBEDDING}#introduction`]: 1,
        [`${RETRIEVER}#standalone-usage`]: 1,
      },
    },
    {
      ask: 'turn sentences into rows of numbers so that alike ones end up near each other',
      answers: {
        [`${EMBEDDING}#introduction`]: 2,
        [`${EMBEDDING}#embedstrings-method`]: 2,
        [`${EMBEDDING}#interface-definition`]: 1,
        [`${EMBEDDING}#standalone-usage`]: 1,
        [`${COMPONENTS}/_index.md`]: 1,
        [`${PRACTICE}#meet-the-players`]: 1,
      },
    },
    {
      ask: 'cut a two-hundred-page report into bite-sized pieces',
      answers: {
        [`${TRANSFORMER}#introduction`]: 2,
        [`${TRANSFORMER}#standalone-usage`]: 2,
        [`${TRANSFORMER}#transform-method`]: 1,
        [`${TRANSFORMER}#existing-implementations`]: 1,
        'ecosystem_integration/document/_index.md': 1,
        'ecosystem_integration/_index.md#transformer': 1,
        [`${PRACTICE}#indexing-the-knowledge-base`]: 1,
        [`${PRACTICE}#visual-orchestration`]: 1,
      },
    },
    {
      ask: 'fetch stuff out of a bucket or an internet address and get it as uniform records',
      answers: {
        [`${LOADER}#introduction`]: 2,
        [`${LOADER}#existing-implementations`]: 2,
        'ecosystem_integration/document/_index.md': 2,
        'ecosystem_integration/_index.md#loader': 2,
        [`${LOADER}#load-method`]: 1,
        [`${LOADER}#source-struct`]: 1,
        [`${LOADER}#standalone-usage`]: 1,
        [`${PRACTICE}#meet-the-players`]: 1,
      },
    },
    {
      ask: 'Tell me whenever any step begins, is done or breaks, so that I can write it into our own ledger.',
      answers: {
        [`${CALLBACKS}#problem-solved`]: 2,
        [`${CALLBACKS}#core-concepts`]: 2,
        [`${OVERVIEW}/_index.md#callbacks`]: 2,
        [`${PRACTICE}#operational-tools`]: 2,
        [`${CALLBACKS}#triggering-timing`]: 1,
        [`${CALLBACKS}#callback-handler`]: 1,
        [`${CALLBACKS}#using-in-graph`]: 1,
        [`${AGENT_CALLBACK}#overview`]: 1,
        [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 1,
        [`${OVERVIEW}/_index.md#quick-start`]: 1,
        [`${CALLBACKS}#injecting-global-handlers`]: 1,
        [`${CHAT_MODEL}#callback-usage-example`]: 1,
      },
    },
    {
      ask: 'stick my own little piece of Go between the stock parts',
      answers: {
        [`${LAMBDA}#introduction`]: 2,
        [`${LAMBDA}#usage-in-graph`]: 2,
        [`${LAMBDA}#usage-in-chain`]: 2,
        [`${OVERVIEW}/eino_open_source.md#agile-extension`]: 2,
        [`${LAMBDA}#without-custom-option`]: 1,
        [`${COMPONENTS}/_index.md`]: 1,
        [`${STREAMS}#streaming-paradigms-of-orchestration-helper-elements`]: 1,
        [`${PRACTICE}#meet-the-players`]: 1,
        [`${LAMBDA}#construction-methods`]: 1,
      },
    },
    {
      ask: 'sketch the pipeline with my mouse and have the Go written for me',
      answers: {
        [`${ORCHESTRATION_PLUGIN}#create-and-orchestrate-a-graph`]: 2,
        [`${ORCHESTRATION_PLUGIN}#overview`]: 2,
        [`${PRACTICE}#visual-orchestration`]: 2,
        [`${PRACTICE}#visual-orchestration-1`]: 2,
        [`${OVERVIEW}/eino_open_source.md#tooling-ecosystem`]: 1,
        [`${IDE_PLUGIN}#graph-orchestration`]: 1,
        [`${IDE_PLUGIN}#features`]: 1,
        [`${ORCHESTRATION_PLUGIN}#node`]: 1,
      },
    },
    {
      ask: 'I want to see what the LLM muttered to itself ahead of the reply',
      answers: {
        'FAQ.md#q-how-to-get-the-reasoning-contentreasoningdeep-thinking-content-output-by-the-model-chat-model': 2,
        [`${AGENTIC_MODEL}#reasoning`]: 2,
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md#feature-enhancements`]: 1,
        [`${AGENTIC_MODEL}#agenticmessage-struct`]: 1,
      },
    },
    {
      ask: 'May a newer edition break my compilation even though the leading digit stays as it is?',
      answers: {
        [`${RELEASES}/_index.md#common-understanding-about-v0-v1-vn-n1`]: 2,
        [`${RELEASES}/_index.md#version-management-guidelines`]: 1,
      },
    },
    {
      ask: 'ask several advisors one question at once and gather what they say; one of them crashing must not spoil it',
      answers: {
        [`${WORKFLOW_AGENTS}#parallelagent`]: 2,
        [`${WORKFLOW_AGENTS}#features-2`]: 2,
        [`${WORKFLOW_AGENTS}#example-2`]: 1,
        [`${COLLABORATION}#parallelagent`]: 1,
        [`${ADK_ARTICLE}#-workflowagents-precision-pipelines`]: 1,
        [`${EXCEL_AGENT}#workflow-agents-controllable-multi-agent-execution-pipeline`]: 1,
        [`${ADK_QUICKSTART}#adk-examples`]: 1,
        [`${WORKFLOW_AGENTS}#what-are-workflow-agents`]: 1,
      },
    },
    {
      ask: 'hand on only a slice of what one stage produced into one place of the next stage',
      answers: {
        [`${WORKFLOW}#field-mapping`]: 2,
        [`${OVERVIEW}/_index.md#quick-start`]: 2,
        [`${WORKFLOW}#flexible-input-and-output-types`]: 1,
        [`${WORKFLOW}#what-is-eino-workflow`]: 1,
        [`${PRINCIPLES}#type-alignment-in-workflow`]: 1,
        [`${PRINCIPLES}#fan-in-and-merge`]: 1,
      },
    },
  ],
  troubleshooting: [
    {
      ask: '[NodeRunError] no tool call - my planner dies with this on the first step',
      answers: {
        [`${PLAN_EXECUTE}#error-noderunerror-no-tool-call`]: 2,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#other-improvements`]: 1,
      },
    },
    {
      ask: 'go build fails: github.com/bytedance/sonic/loader: invalid reference to runtime.lastmoduledatap',
      answers: {
        'FAQ.md#q-githubcombytedancesonicloaderhttpgithubcombytedancesonicloader-invalid-reference-to-runtimelastmoduledatap': 2,
      },
    },
    {
      ask: 'undefined: schema.NewParamsOneOfByOpenAPIV3 after I upgraded eino',
      answers: {
        [`${TOOLS_NODE}#v05x--v06x`]: 2,
        'FAQ.md#q-after-upgrading-to-version-06x-there-are-incompatibility-issues': 2,
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#migration-guide`]: 1,
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#breaking-changes`]: 1,
      },
    },
    {
      ask: 'ripgrep (rg) is not installed or not in PATH. why does the agent need that?',
      answers: { [`${LOCAL_BACKEND}#faq`]: 2, [`${BREAKING}#25-greprequestpattern-semantic-change`]: 1 },
    },
    {
      ask: 'My react agent with Claude works with Generate, but with Stream it ends after the first text and never executes the tool',
      answers: {
        [`${REACT}#streamtoolcallchecker`]: 2,
        'FAQ.md#q-agent-streaming-calls-do-not-enter-the-toolsnode-node-or-streaming-effect-is-lost-behaving-as-non-streaming': 2,
        [`${HOST}#no-streaming-when-host-outputs-directly`]: 1,
        [`${GRAPH_OR_AGENT}#historical-perspective-from-determinism-to-autonomy`]: 1,
      },
    },
    {
      ask: "adk.AddSessionValue before runner.Run has no effect, the agent doesn't see the value",
      answers: {
        [`${COLLABORATION}#concept-1`]: 2,
        [`${EXCEL_AGENT}#agent-collaboration-data-passing-hidden-behind-agents`]: 1,
        [`${AGENT}#agentrunoption`]: 1,
      },
    },
    {
      ask: 'Instruction of my ChatModelAgent contains a JSON example with { } and now formatting fails',
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${ADK_OVERVIEW}#chatmodelagent`]: 1,
      },
    },
    {
      ask: 'after resuming from a checkpoint some lowercase fields of my custom state struct are empty',
      answers: {
        [`${CHECKPOINT}#registering-serialization-methods`]: 2,
        [`${RUNNER}#state-persistence-checkpoint`]: 1,
      },
    },
    {
      ask: "Graph run aborts with 'context deadline exceeded'. How do I find out which timeout it was?",
      answers: {
        'FAQ.md#q-error-contains-context-deadline-exceeded-timeout-context-canceled': 2,
        'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 1,
      },
    },
    {
      ask: 'since the upgrade to 0.8 grep for `interface{}` through the filesystem backend finds nothing any more',
      answers: {
        [`${BREAKING}#25-greprequestpattern-semantic-change`]: 2,
        [`${BREAKING}#migration-recommendations`]: 1,
        [`${V08}/_index.md#upgrade-guide`]: 1,
        [`${V08}/_index.md#breaking-changes`]: 1,
        [`${V08}/_index.md#13-filesystem-middleware`]: 1,
        [`${BACKEND}#core-data-types`]: 1,
        [`${LOCAL_BACKEND}#faq`]: 1,
      },
    },
    {
      ask: 'API rejects the request since an assistant message has tool_calls without matching tool responses (user interrupted before they were done)',
      answers: {
        [`${PATCH_TOOL_CALLS}#overview`]: 2,
        [`${V08}/_index.md#17-patchtoolcalls-middleware`]: 2,
        [`${PATCH_TOOL_CALLS}#quick-start`]: 1,
        [`${PATCH_TOOL_CALLS}#how-it-works`]: 1,
        [`${PATCH_TOOL_CALLS}#message-history-before-repair`]: 1,
      },
    },
    {
      ask: 'Workflow compile complains when I map one predecessor to the whole input and another to a single field of it',
      answers: { [`${WORKFLOW}#merge-scenarios`]: 2, [`${PRINCIPLES}#fan-in-and-merge`]: 1 },
    },
    {
      ask: 'two string-returning nodes lead to the same node and the graph errors out when merging their outputs',
      answers: {
        [`${PRINCIPLES}#fan-in-and-merge`]: 2,
        [`${PRINCIPLES}#edge`]: 1,
        [`${CHAT_TEMPLATE}#getting-data-from-predecessor-node-output`]: 1,
      },
    },
    {
      ask: "Eino Dev plugin is connected (green) but my graph isn't in the list to pick from",
      answers: { [`${DEBUG_PLUGIN}#initialize-debugging`]: 2, [`${DEBUG_PLUGIN}#select-an-artifact`]: 2 },
    },
    {
      ask: "I call a ChatModel by hand inside a Lambda: its callbacks don't trigger or arrive with an empty RunInfo.Name",
      answers: {
        [`${CALLBACKS}#nested-component-usage`]: 2,
        [`${CALLBACKS}#using-outside-graph`]: 2,
        [`${CALLBACKS}#injecting-runinfo-outside-graph`]: 1,
      },
    },
    {
      ask: 'SKILL.md two levels below the base dir is not discovered',
      answers: {
        [`${SKILL}#newbackendfromfilesystem`]: 2,
        [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 1,
      },
    },
    {
      ask: 'agentkit sandbox backend: authentication failed, what to check',
      answers: {
        [`${SANDBOX}#faq`]: 2,
        [`${SANDBOX}#environment-variables`]: 1,
        [`${SANDBOX}#config-structure`]: 1,
      },
    },
    {
      ask: 'Host multi-agent picked two specialists and the answer is just both texts stuck together',
      answers: { [`${HOST}#host-selects-multiple-specialists`]: 2 },
    },
    {
      ask: 'With my own Backend a missing Agents.md makes the whole run fail instead of being skipped',
      answers: {
        [`${AGENTS_MD}#backend-requirements`]: 2,
        [`${AGENTS_MD}#error-handling`]: 2,
        [`${AGENTS_MD}#definition`]: 2,
        [`${AGENTS_MD}#faq`]: 1,
        [`${AGENTS_MD}#config`]: 1,
      },
    },
    {
      ask: 'undefined: schema.NewParamsOneOfByOpenAPIV3 after I ran go get -u on eino',
      answers: {
        [`${TOOLS_NODE}#v05x--v06x`]: 2,
        'FAQ.md#q-after-upgrading-to-version-06x-there-are-incompatibility-issues': 2,
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#migration-guide`]: 1,
        [`${RELEASES}/Eino_v0.6._-jsonschema_optimization.md#breaking-changes`]: 1,
        'FAQ.md#q-cannot-use-openapi3typeobject-untyped-string-constant-object-as-openapi3types-value-in-struct-literal-cannot-use-types-variable-of-type-string-as-openapi3types-value-in-struct-literal': 1,
      },
    },
    {
      ask: 'my plan-execute agent dies with [NodeRunError] unmarshal plan error, I use my own plan struct',
      answers: {
        [`${PLAN_EXECUTE}#error-noderunerror-unmarshal-plan-error`]: 2,
        [`${PLAN_EXECUTE}#1-planner`]: 1,
        [`${PLAN_EXECUTE}#3-replanner`]: 1,
      },
    },
    {
      ask: 'On eino 0.1.1/0.1.2 the model complains because ToolsNode gives back a message that still has ToolCalls in it. Known bug?',
      answers: {
        [`${RELEASES}/v01_first_release.md#v013`]: 2,
        [`${RELEASES}/v01_first_release.md#bugfix-2`]: 2,
        [`${RELEASES}/v01_first_release.md#v011`]: 1,
      },
    },
    {
      ask: 'grep from the agent fails: ripgrep (rg) is not installed or not in PATH',
      answers: { [`${LOCAL_BACKEND}#faq`]: 2 },
    },
    {
      ask: 'The agent hangs forever as soon as I loop over output.Events in the OnEnd of my agent callback',
      answers: {
        [`${AGENT_CALLBACK}#1-consume-events-asynchronously`]: 2,
        [`${AGENT_CALLBACK}#agentcallbackoutput`]: 1,
        [`${AGENT_CALLBACK}#option-1-use-handlerbuilder`]: 1,
        [`${AGENT_CALLBACK}#onend-timing`]: 1,
        [`${AGENT_CALLBACK}#option-2-use-handlerhelper-recommended`]: 1,
      },
    },
    {
      ask: 'go build with Go 1.24: github.com/bytedance/sonic/loader: invalid reference to runtime.lastmoduledatap',
      answers: {
        'FAQ.md#q-githubcombytedancesonicloaderhttpgithubcombytedancesonicloader-invalid-reference-to-runtimelastmoduledatap': 2,
      },
    },
    {
      ask: 'Since upgrading to 0.8 a filesystem grep for `interface{}` or `config.json` returns other hits than it used to',
      answers: {
        [`${BREAKING}#25-greprequestpattern-semantic-change`]: 2,
        [`${V08}/_index.md#breaking-changes`]: 1,
        [`${V08}/_index.md#upgrade-guide`]: 1,
        [`${BREAKING}#migration-recommendations`]: 1,
        [`${LOCAL_BACKEND}#faq`]: 1,
        [`${V08}/_index.md#13-filesystem-middleware`]: 1,
      },
    },
    {
      ask: 'files are silently replaced by backend.Write now, previously I got an error when the file existed',
      answers: {
        [`${BREAKING}#24-filesystemwriterequest-behavior-change`]: 2,
        [`${V08}/_index.md#breaking-changes`]: 1,
        [`${V08}/_index.md#upgrade-guide`]: 1,
        [`${BREAKING}#migration-recommendations`]: 1,
        [`${FILE_SYSTEM}#injected-tools`]: 1,
      },
    },
    {
      ask: 'With Claude the react agent talks but never gets to the tools node when I call Stream (Generate is fine)',
      answers: {
        [`${REACT}#streamtoolcallchecker`]: 2,
        'FAQ.md#q-agent-streaming-calls-do-not-enter-the-toolsnode-node-or-streaming-effect-is-lost-behaving-as-non-streaming': 2,
        [`${HOST}#no-streaming-when-host-outputs-directly`]: 1,
        [`${GRAPH_OR_AGENT}#historical-perspective-from-determinism-to-autonomy`]: 1,
      },
    },
    {
      ask: "adk.AddSessionValue called right before runner.Run doesn't show up inside the agent",
      answers: {
        [`${COLLABORATION}#concept-1`]: 2,
        [`${AGENT}#agentrunoption`]: 1,
        [`${EXCEL_AGENT}#agent-collaboration-data-passing-hidden-behind-agents`]: 1,
      },
    },
    {
      ask: 'ChatModelAgent errors while rendering the prompt because my Instruction contains a JSON sample with curly braces',
      answers: {
        [`${CHAT_AGENT}#chatmodelagent-configuration-fields`]: 2,
        [`${ADK_OVERVIEW}#chatmodelagent`]: 1,
        [`${CHAT_TEMPLATE}#built-in-templating-methods`]: 1,
      },
    },
    {
      ask: 'resume fails to restore my custom struct from the checkpoint, looks like the type gets lost',
      answers: {
        [`${CHECKPOINT}#registering-serialization-methods`]: 2,
        [`${RUNNER}#state-persistence-checkpoint`]: 2,
        [`${MIDDLEWARE_GUIDE}#run-local-storage-api`]: 1,
        [`${MIDDLEWARE_GUIDE}#usage-example-sharing-data-across-handler-points`]: 1,
        [`${RELEASES}/Eino_v0.7._-interrupt_resume_refactor.md#other-improvements`]: 1,
      },
    },
    {
      ask: 'context deadline exceeded from a graph although I set no timeout anywhere',
      answers: {
        'FAQ.md#q-error-contains-context-deadline-exceeded-timeout-context-canceled': 2,
        'ecosystem_integration/chat_model/agentic_model_ark.md#configuration': 1,
      },
    },
    {
      ask: 'Eino Dev connects to my process but the list of graphs to debug is empty',
      answers: {
        [`${DEBUG_PLUGIN}#initialize-debugging`]: 2,
        [`${DEBUG_PLUGIN}#select-an-artifact`]: 2,
        [`${DEBUG_PLUGIN}#run-your-process`]: 1,
        [`${DEBUG_PLUGIN}#orchestrate-with-eino`]: 1,
        [`${DEBUG_PLUGIN}#configure-address`]: 1,
      },
    },
    {
      ask: 'old eino 0.2.x: panic when a gonja/jinja2 prompt has include in it',
      answers: {
        [`${RELEASES}/v02_second_release.md#v025`]: 2,
        [`${RELEASES}/v02_second_release.md#bugfix-1`]: 2,
        [`${RELEASES}/v02_second_release.md#v021`]: 1,
        [`${RELEASES}/v02_second_release.md#bugfix-5`]: 1,
      },
    },
    {
      ask: "workflow won't compile: two predecessors map to the same field of a node. Not allowed?",
      answers: {
        [`${WORKFLOW}#merge-scenarios`]: 2,
        [`${PRINCIPLES}#fan-in-and-merge`]: 1,
        [`${WORKFLOW}#some-constraints`]: 1,
      },
    },
    {
      ask: 'agentkit sandbox backend: authentication failed, and at other times the request times out',
      answers: {
        [`${SANDBOX}#faq`]: 2,
        [`${SANDBOX}#environment-variables`]: 1,
        [`${SANDBOX}#config-structure`]: 1,
      },
    },
    {
      ask: "one of my skills sits two directory levels down and the skill middleware doesn't list it",
      answers: {
        [`${SKILL}#newbackendfromfilesystem`]: 2,
        [`${SKILL_CHAPTER}#1-sync-eino-ext-skills-into-a-local-directory`]: 1,
        [`${SKILL}#what-is-a-skill`]: 1,
      },
    },
    {
      ask: 'fatal error: concurrent map writes since I change the input inside a callback handler',
      answers: {
        [`${CALLBACKS}#reading-and-writing-input--output-in-handler`]: 2,
        [`${PRINCIPLES}#read-only-principle-for-external-variables`]: 2,
        [`${CALLBACKS}#passing-information-between-handlers`]: 1,
      },
    },
  ],
  keywords: [
    {
      ask: 'qianfan qwen deepseek chatmodel',
      answers: { 'ecosystem_integration/chat_model/_index.md#chatmodel-component-list': 2 },
    },
    {
      ask: 'openai azure env variables quickstart',
      answers: {
        [`${FIRST_CHAPTER}#option-a-openai-default`]: 2,
        [`${QUICK_START}/_index.md#1-minimal-console-chapter-1`]: 1,
        [`${ADK_ARTICLE}#project-development-manager-agent`]: 1,
      },
    },
    {
      ask: 'GetState removed',
      answers: {
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md#breaking-changes`]: 2,
        [`${RELEASES}/Eino_v0.4._-compose_optimization.md#version-overview`]: 1,
        [`${RELEASES}/v02_second_release.md#features-3`]: 1,
      },
    },
    {
      ask: 'jinja template injection SSTI',
      answers: {
        [`${RELEASES}/v02_second_release.md#bugfix-5`]: 2,
        [`${RELEASES}/v02_second_release.md#v021`]: 2,
      },
    },
    {
      ask: 'stream Copy goroutine leak',
      answers: {
        [`${RELEASES}/v01_first_release.md#features-3`]: 2,
        [`${RELEASES}/v01_first_release.md#v012`]: 2,
        [`${RELEASES}/v01_first_release.md#bugfix-3`]: 1,
        [`${CALLBACKS}#streams-must-be-closed`]: 1,
      },
    },
    {
      ask: 'ParamsOneOf nil pointer change',
      answers: {
        [`${RELEASES}/v03_tiny_break_change.md#features-1`]: 2,
        [`${RELEASES}/v03_tiny_break_change.md#v030`]: 2,
      },
    },
    {
      ask: 'openai web search server tool',
      answers: {
        'ecosystem_integration/chat_model/agentic_model_openai.md#server-tool-example': 2,
        [`${AGENTIC_MODEL}#standalone-usage`]: 1,
        [`${AGENTIC_MODEL}#servertoolcall`]: 1,
        'ecosystem_integration/chat_model/agentic_model_ark.md#server-tool-example': 1,
        [`${AGENTIC_MODEL}#differences-from-chatmodel`]: 1,
      },
    },
    {
      ask: 'parser file extension html pdf',
      answers: {
        [`${PARSER}#extparser`]: 2,
        'Cookbook.md#document': 1,
        [`${PARSER}#introduction`]: 1,
        'ecosystem_integration/_index.md#parser': 1,
        [`${RELEASES}/v02_second_release.md#features-4`]: 1,
      },
    },
    {
      ask: 'embedding callback token usage',
      answers: { [`${EMBEDDING}#callback-handling`]: 2, [`${EMBEDDING}#callback-usage-example`]: 1 },
    },
    {
      ask: 'custom agent example',
      answers: {
        'core_modules/eino_adk/agent_implementation/_index.md': 2,
        'Cookbook.md#intro-examples': 2,
        [`${ADK_OVERVIEW}#agent-interface`]: 1,
        [`${AGENT}#asynciterator`]: 1,
        [`${AGENT}#agent-definition`]: 1,
      },
    },
    { ask: 'goland vscode plugin versions', answers: { [`${IDE_PLUGIN}#version-compatibility`]: 2 } },
    {
      ask: 'dashscope tencentcloud embedder',
      answers: { 'ecosystem_integration/embedding/_index.md#embedding-component-list': 2 },
    },
    {
      ask: 'browseruse sequentialthinking httprequest',
      answers: {
        'ecosystem_integration/tool/_index.md#tool-component-list': 2,
        [`${CREATE_TOOL}#method-3---use-tools-from-eino-ext`]: 1,
      },
    },
    {
      ask: 'chapter 8 RAG graph tool',
      answers: {
        [`${QUICK_START}/chapter_08_graph_tool.md`]: 2,
        [`${QUICK_START}/_index.md#learning-path-chapter-navigation`]: 1,
      },
    },
    {
      ask: 'summarization transcript path',
      answers: {
        [`${SUMMARIZATION}#configuration-examples`]: 2,
        [`${SUMMARIZATION}#best-practices`]: 2,
        [`${SUMMARIZATION}#configuration-options`]: 2,
      },
    },
    {
      ask: 'token counter inaccurate chinese',
      answers: {
        [`${TOOL_REDUCTION}#notes`]: 2,
        [`${TOOL_REDUCTION}#config-main-configuration`]: 1,
        [`${SUMMARIZATION}#best-practices`]: 1,
        [`${SUMMARIZATION}#configuration-examples`]: 1,
      },
    },
    {
      ask: 'excel agent input output directory',
      answers: {
        [`${EXCEL_AGENT}#configure-environment-and-inputoutput-paths`]: 2,
        [`${EXCEL_AGENT}#view-execution-results`]: 2,
      },
    },
    {
      ask: 'disable write_file tool',
      answers: {
        [`${FILE_SYSTEM}#toolconfig`]: 2,
        [`${FILE_SYSTEM}#injected-tools`]: 2,
        [`${FILE_SYSTEM}#middlewareconfig`]: 1,
      },
    },
    {
      ask: 'AgenticMessagesPlaceholder history template',
      answers: {
        [`${COMPONENTS}/agentic_chat_template_guide.md#creation-methods`]: 2,
        [`${COMPONENTS}/agentic_chat_template_guide.md#standalone-usage`]: 2,
      },
    },
    {
      ask: 'layered supervisor math agent sample',
      answers: {
        [`${ADK_QUICKSTART}#adk-examples`]: 2,
        'Cookbook.md#multi-agent': 2,
        [`${SUPERVISOR}#supervisor-agent-usage-example`]: 1,
      },
    },
    {
      ask: 'rag assistant sample redis doubao',
      answers: {
        [`${PRACTICE}#a-scrimmage--eino-assistant`]: 2,
        [`${PRACTICE}#eino-agent`]: 2,
        [`${PRACTICE}#indexing-the-knowledge-base`]: 2,
        'Cookbook.md#-quickstart': 1,
        [`${PRACTICE}#eino-agent-1`]: 1,
        [`${PRACTICE}#required-tools`]: 1,
        [`${PRACTICE}#start-redis-stack`]: 1,
        [`${PRACTICE}#knowledge-indexing`]: 1,
        [`${PRACTICE}#model-resources`]: 1,
        [`${PRACTICE}#run`]: 1,
        [`${PRACTICE}#visual-orchestration`]: 1,
        [`${PRACTICE}#visual-orchestration-1`]: 1,
      },
    },
    {
      ask: 'eino dev goland version compatibility',
      answers: { [`${IDE_PLUGIN}#version-compatibility`]: 2, [`${IDE_PLUGIN}#goland`]: 1 },
    },
    {
      ask: 'minimum go version',
      answers: { [`${OVERVIEW}/_index.md#dependency-requirements`]: 2, [`${FIRST_CHAPTER}#get-the-code`]: 2 },
    },
    {
      ask: 'opensearch 3 indexer',
      answers: {
        'ecosystem_integration/indexer/_index.md': 2,
        'ecosystem_integration/_index.md#indexer': 1,
        [`${INDEXER}#existing-implementations`]: 1,
        [`${INDEXER}#opensearch-2-example`]: 1,
      },
    },
    {
      ask: 'ollama dashscope tencentcloud embedding',
      answers: {
        'ecosystem_integration/embedding/_index.md': 2,
        'ecosystem_integration/_index.md#embedding': 1,
        [`${EMBEDDING}#existing-implementations`]: 1,
      },
    },
    { ask: 'dify retriever', answers: { 'ecosystem_integration/retriever/_index.md': 2 } },
    {
      ask: 'qwen deepseek chatmodel',
      answers: {
        'ecosystem_integration/chat_model/_index.md': 2,
        [`${CHAT_MODEL}#existing-implementations`]: 1,
      },
    },
    {
      ask: 'ready-made wikipedia httprequest tools',
      answers: {
        'ecosystem_integration/tool/_index.md': 2,
        [`${CREATE_TOOL}#method-3---use-tools-from-eino-ext`]: 2,
      },
    },
    {
      ask: 'cozeloop trace',
      answers: {
        'ecosystem_integration/callbacks/_index.md': 2,
        [AGENT_CALLBACK]: 2,
        [`${AGENT_CALLBACK}#tracing-use-case`]: 2,
        [`${ADK_QUICKSTART}#adk-examples`]: 1,
        [`${QUICK_START}/chapter_06_callback_and_trace.md`]: 1,
      },
    },
    {
      ask: 'v0.5.0 adk features',
      answers: {
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#adk-framework-262`]: 2,
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#version-overview`]: 2,
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#v050`]: 1,
        [`${RELEASES}/Eino_v0.5._-ADK_implementation.md#major-new-features`]: 1,
        [`${ADK_QUICKSTART}#installation`]: 1,
      },
    },
    {
      ask: 'temperature max tokens option generate',
      answers: {
        [`${CHAT_MODEL}#option-usage-example`]: 2,
        [`${CHAT_MODEL}#common-options`]: 2,
        [`${CHAT_MODEL}#standalone-usage`]: 1,
        [`${CALL_OPTIONS}#model-abstraction`]: 1,
        [`${CALL_OPTIONS}#calloptions-in-orchestration`]: 1,
        [`${AGENTIC_MODEL}#option-usage`]: 1,
        [`${AGENTIC_MODEL}#common-options`]: 1,
        [`${OVERVIEW}/_index.md#quick-start`]: 1,
        [`${PRACTICE}#operational-tools`]: 1,
      },
    },
    {
      ask: 'host multi-agent several specialists summarizer',
      answers: { [`${HOST}#host-selects-multiple-specialists`]: 2 },
    },
    {
      ask: 'jinja2 fstring gotemplate syntax',
      answers: {
        [`${CHAT_TEMPLATE}#built-in-templating-methods`]: 2,
        [`${COMPONENTS}/agentic_chat_template_guide.md#built-in-templating-methods`]: 2,
      },
    },
    {
      ask: 'hallucinated tool name handler',
      answers: {
        [`${COMPONENTS}/agentic_tools_node_guide.md#introduction`]: 2,
        'Cookbook.md#react-agent': 2,
        [`${TOOLS_NODE}#introduction`]: 1,
      },
    },
    {
      ask: 'write custom adk agent',
      answers: {
        'core_modules/eino_adk/agent_implementation/_index.md': 2,
        [`${AGENT}#agent-definition`]: 2,
        [`${AGENT}#asynciterator`]: 2,
        [`${ADK_OVERVIEW}#agent-interface`]: 2,
        'Cookbook.md#intro-examples': 1,
        [AGENT]: 1,
        [`${ADK_QUICKSTART}#agent-in-adk`]: 1,
        [`${EXCEL_AGENT}#agent-abstraction-the-foundation-for-flexibly-defining-agents`]: 1,
        [`${ADK_ARTICLE}#-unified-agent-abstraction`]: 1,
        [`${AGENT}#agentrunoption`]: 1,
      },
    },
  ],
};
