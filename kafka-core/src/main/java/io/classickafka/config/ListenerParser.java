package io.classickafka.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the properties that together say which listeners there are. Problems are collected, one
 * line each; the listeners are null when there is one.
 */
final class ListenerParser {

  private static final Pattern ENTRY =
      Pattern.compile("(.*)://(?:\\[([0-9a-zA-Z%._:]*)]|([0-9a-zA-Z%._-]*)):(-?[0-9]{1,6})");

  private final ConfigValues config;
  private final List<String> errors;
  private final int errorsBefore;

  ListenerParser(ConfigValues config, List<String> errors) {
    this.config = config;
    this.errors = errors;
    this.errorsBefore = errors.size();
  }

  @Nullable Listeners parse() {
    Map<String, SecurityProtocol> protocols = protocols();
    if (anyError()) {
      return null;
    }
    List<Endpoint> bound = endpoints(BrokerProperties.LISTENERS, protocols);
    requireDistinctPorts(bound);
    requirePlaintext(bound);
    List<Endpoint> advertised = bound;
    if (config.get(BrokerProperties.ADVERTISED_LISTENERS) != null) {
      advertised = endpoints(BrokerProperties.ADVERTISED_LISTENERS, protocols);
      requireBound(advertised, bound);
    }
    requireRoutable(advertised);
    if (anyError()) {
      return null;
    }
    Endpoint interBroker = interBroker(advertised, protocols);
    Endpoint controlPlane = controlPlane(bound, interBroker);
    return anyError() || interBroker == null
        ? null
        : new Listeners(bound, advertised, interBroker, controlPlane);
  }

  private boolean anyError() {
    return errors.size() > errorsBefore;
  }

  private Map<String, SecurityProtocol> protocols() {
    Map<String, SecurityProtocol> protocols = new LinkedHashMap<>();
    Property<String> property = BrokerProperties.LISTENER_SECURITY_PROTOCOL_MAP;
    for (String entry : entries(config.get(property))) {
      int colon = entry.lastIndexOf(':');
      SecurityProtocol protocol =
          colon < 0 ? null : SecurityProtocol.parse(entry.substring(colon + 1).trim());
      if (protocol == null) {
        error(
            property,
            "expected NAME:PROTOCOL pairs with PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL, found "
                + entry);
      } else {
        protocols.put(upper(entry.substring(0, colon)), protocol);
      }
    }
    return protocols;
  }

  private List<Endpoint> endpoints(Property<?> property, Map<String, SecurityProtocol> protocols) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String entry : entries(text(property))) {
      Matcher matcher = ENTRY.matcher(entry);
      if (!matcher.matches()) {
        error(property, "expected NAME://host:port entries separated by commas, found " + entry);
        continue;
      }
      String name = upper(matcher.group(1));
      String bracketed = matcher.group(2);
      int port = Integer.parseInt(matcher.group(4));
      SecurityProtocol protocol = protocols.get(name);
      if (protocol == null) {
        error(
            property,
            "listener "
                + name
                + " has no security protocol in "
                + BrokerProperties.LISTENER_SECURITY_PROTOCOL_MAP);
      } else if (port < 0 || port > 65535) {
        error(property, "port " + port + " of listener " + name + " is not within 0 to 65535");
      } else {
        String host = bracketed != null ? bracketed : matcher.group(3);
        endpoints.add(new Endpoint(name, protocol, host, port));
      }
    }
    if (endpoints.isEmpty() && !anyError()) {
      error(property, "at least one listener is needed");
    }
    requireDistinctNames(property, endpoints);
    return endpoints;
  }

  private void requireDistinctNames(Property<?> property, List<Endpoint> endpoints) {
    for (int i = 0; i < endpoints.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (endpoints.get(i).listenerName().equals(endpoints.get(j).listenerName())) {
          error(property, "listener " + endpoints.get(i).listenerName() + " is named twice");
        }
      }
    }
  }

  private void requireBound(List<Endpoint> advertised, List<Endpoint> bound) {
    for (Endpoint endpoint : advertised) {
      if (Listeners.byName(bound, endpoint.listenerName()) == null) {
        error(
            BrokerProperties.ADVERTISED_LISTENERS,
            "listener " + endpoint.listenerName() + " is not one of " + names(bound));
      }
    }
  }

  /** Two listeners may share a port only as the IPv4 and the IPv6 address of one host. */
  private void requireDistinctPorts(List<Endpoint> endpoints) {
    for (int i = 0; i < endpoints.size(); i++) {
      for (int j = 0; j < i; j++) {
        Endpoint left = endpoints.get(j);
        Endpoint right = endpoints.get(i);
        if (left.port() == right.port() && left.port() != 0 && !areTwoFamilies(left, right)) {
          error(
              BrokerProperties.LISTENERS,
              "listeners "
                  + left.listenerName()
                  + " and "
                  + right.listenerName()
                  + " have the same port "
                  + left.port());
        }
      }
    }
  }

  private static boolean areTwoFamilies(Endpoint left, Endpoint right) {
    return (isIpv4(left.host()) && isIpv6(right.host()))
        || (isIpv6(left.host()) && isIpv4(right.host()));
  }

  private static boolean isIpv4(String host) {
    return host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  private static boolean isIpv6(String host) {
    return host.indexOf(':') >= 0;
  }

  private void requireRoutable(List<Endpoint> advertised) {
    for (Endpoint endpoint : advertised) {
      if (endpoint.bindsEveryInterface() && !endpoint.host().isEmpty()) {
        boolean given = config.get(BrokerProperties.ADVERTISED_LISTENERS) != null;
        error(
            given ? BrokerProperties.ADVERTISED_LISTENERS : BrokerProperties.LISTENERS,
            "clients cannot connect to "
                + endpoint.host()
                + "; advertised.listeners must name an address that they can reach");
      }
    }
  }

  private void requirePlaintext(List<Endpoint> bound) {
    for (Endpoint endpoint : bound) {
      if (endpoint.protocol() != SecurityProtocol.PLAINTEXT) {
        error(
            BrokerProperties.LISTENERS,
            "listener "
                + endpoint.listenerName()
                + " asks for "
                + endpoint.protocol()
                + ", but TLS and SASL are not there yet");
      }
    }
  }

  private @Nullable Endpoint interBroker(
      List<Endpoint> advertised, Map<String, SecurityProtocol> protocols) {
    Property<?> property = BrokerProperties.INTER_BROKER_LISTENER_NAME;
    String name = config.get(BrokerProperties.INTER_BROKER_LISTENER_NAME);
    if (name != null && config.isGiven(BrokerProperties.SECURITY_INTER_BROKER_PROTOCOL)) {
      error(property, "excludes " + BrokerProperties.SECURITY_INTER_BROKER_PROTOCOL + ": keep one");
      return null;
    }
    if (name == null) {
      property = BrokerProperties.SECURITY_INTER_BROKER_PROTOCOL;
      name = config.get(BrokerProperties.SECURITY_INTER_BROKER_PROTOCOL);
    } else if (!protocols.containsKey(upper(name))) {
      error(
          property,
          "has no security protocol in " + BrokerProperties.LISTENER_SECURITY_PROTOCOL_MAP);
      return null;
    }
    Endpoint endpoint = Listeners.byName(advertised, upper(name));
    if (endpoint == null) {
      error(
          property,
          "no advertised listener is named "
              + upper(name)
              + ": say in inter.broker.listener.name which of "
              + names(advertised)
              + " brokers use");
    }
    return endpoint;
  }

  private @Nullable Endpoint controlPlane(List<Endpoint> bound, @Nullable Endpoint interBroker) {
    String name = config.get(BrokerProperties.CONTROL_PLANE_LISTENER_NAME);
    if (name == null) {
      return null;
    }
    Endpoint endpoint = Listeners.byName(bound, upper(name));
    if (endpoint == null) {
      error(
          BrokerProperties.CONTROL_PLANE_LISTENER_NAME,
          "is not one of the listeners " + names(bound));
    } else if (interBroker != null && interBroker.listenerName().equals(upper(name))) {
      error(
          BrokerProperties.CONTROL_PLANE_LISTENER_NAME,
          "must not be the listener brokers reach each other by");
    }
    return endpoint;
  }

  private void error(Property<?> property, String problem) {
    errors.add(property + "=" + text(property) + ": " + problem);
  }

  private String text(Property<?> property) {
    String text = property.type().render(config.get(property));
    return text == null ? "" : text;
  }

  private static List<String> entries(String list) {
    List<String> entries = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.trim());
      }
    }
    return entries;
  }

  private static String names(List<Endpoint> endpoints) {
    List<String> names = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      names.add(endpoint.listenerName());
    }
    return String.join(", ", names);
  }

  private static String upper(String name) {
    return name.trim().toUpperCase(Locale.ROOT);
  }
}
