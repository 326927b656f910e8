package io.classickafka.system;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The MBeans of a broker in another process, read through the JVM's own local port. */
final class Beans {

  private Beans() {}

  /**
   * Of each bean whose domain is Kafka's what its attributes are: a kind of value, or the value
   * itself where it is a unit.
   */
  @SuppressWarnings("BanJNDI") // the address is the JVM's own, of a process that the test started
  static SortedMap<String, SortedMap<String, String>> of(Child broker) {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(broker.pid()));
      try (JMXConnector connector =
          JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent()))) {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        SortedMap<String, SortedMap<String, String>> beans = new TreeMap<>();
        for (ObjectName name : server.queryNames(null, null)) {
          if (name.getDomain().startsWith("kafka")) {
            beans.put(
                name.getDomain() + ":" + name.getKeyPropertyListString(), attributes(server, name));
          }
        }
        return beans;
      } finally {
        jvm.detach();
      }
    } catch (IOException | JMException | AttachNotSupportedException e) {
      throw new IllegalStateException("no beans of " + broker.story(), e);
    }
  }

  private static SortedMap<String, String> attributes(MBeanServerConnection server, ObjectName name)
      throws IOException, JMException {
    SortedMap<String, String> attributes = new TreeMap<>();
    for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
      String key = attribute.getName();
      Object value = server.getAttribute(name, key);
      boolean unit = key.endsWith("Unit") || key.equals("EventType");
      attributes.put(key, unit ? String.valueOf(value) : kind(value));
    }
    return attributes;
  }

  private static String kind(Object value) {
    if (value instanceof Number) {
      return "number";
    }
    return value instanceof List ? "list" : value.getClass().getSimpleName();
  }
}
